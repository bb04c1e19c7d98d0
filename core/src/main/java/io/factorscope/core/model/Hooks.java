package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.tensor.TorchProgram;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What one pass changes and keeps on its way: the interventions and taps of a request.
///
/// **Threads**: the engine thread only.
final class Hooks {
    private final TorchProgram ops;
    private final NDManager work;
    private final int start;
    private final ForwardRequest request;
    private final Map<HookPoint, NDArray> taps = new HashMap<>();

    /// For a pass whose first position is `start`.
    Hooks(TorchProgram ops, NDManager work, int start, ForwardRequest request) {
        this.ops = ops;
        this.work = work;
        this.start = start;
        this.request = request;
    }

    /// What was tapped so far.
    Map<HookPoint, NDArray> taps() {
        return taps;
    }

    /// The first layer from `layer` on, and below `end`, with a tap or an intervention; else `end`.
    int nextTouched(int layer, int end) {
        return Stream.concat(
                        request.taps().stream(),
                        request.interventions().stream().map(Intervention::at))
                .mapToInt(HookPoint::layer)
                .filter(at -> at >= layer && at < end)
                .min()
                .orElse(end);
    }

    /// Whether what passes this point is kept.
    boolean tapped(HookPoint point) {
        return request.taps().contains(point);
    }

    /// The activation `[batch, pos, d]` of a hook point as the model reads on with it, in its
    /// layer's `inner` memory or, tapped, in that of the pass.
    NDArray visit(NDManager inner, HookPoint point, NDArray activation) {
        NDArray changed = activation;
        for (Intervention intervention : request.interventions()) {
            if (intervention.at().equals(point)) {
                changed = change(inner, intervention, changed);
            }
        }
        if (tapped(point)) {
            changed.attach(work);
            taps.put(point, changed);
        }
        return changed;
    }

    private NDArray change(NDManager inner, Intervention intervention, NDArray x) {
        Intervention.Rewrite rewrite = intervention.rewrite();
        if (rewrite != null) {
            return inner.create(rewrite.apply(x.toFloatArray()), x.getShape());
        }
        int texts = intervention.texts();
        NDArray vector =
                texts == 1
                        ? inner.create(intervention.vector())
                        : inner.create(
                                intervention.vector(),
                                new Shape(texts, 1, x.getShape().get(2))); // [batch, 1, d]
        long positions = x.getShape().get(1);
        long first = Math.clamp((long) intervention.from() - start, 0, positions);
        long end = Math.clamp((long) intervention.to() - start, first, positions);
        boolean replace = intervention.mode() == Intervention.Mode.REPLACE;
        return !replace && first == 0 && end == positions
                ? ops.call(inner, "add", x, vector)
                : ops.call(inner, "change", x, vector, first, end, replace);
    }
}
