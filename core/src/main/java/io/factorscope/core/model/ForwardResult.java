package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;

import io.factorscope.core.hook.HookPoint;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// What one pass gave, in the caller's native-memory scope.
///
/// **Shapes**: `taps` each `[batch, pos, d]`; `logits` `[batch, vocab]` or `[batch, pos, vocab]`.
record ForwardResult(Map<HookPoint, NDArray> taps, @Nullable NDArray logits) {
    NDArray tap(HookPoint point) {
        NDArray tap = taps.get(point);
        if (tap == null) {
            throw new IllegalArgumentException("not tapped: " + point);
        }
        return tap;
    }

    NDArray requireLogits() {
        if (logits == null) {
            throw new IllegalStateException("no logits were asked for");
        }
        return logits;
    }
}
