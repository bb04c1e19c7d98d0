package io.factorscope.core.model;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;

import java.util.List;
import java.util.Set;

/// What is wanted from one pass through the model.
public record ForwardRequest(Set<HookPoint> taps, List<Intervention> interventions, Logits logits) {
    /// Which positions' logits are wanted; with `NONE` the pass stops after the last tapped layer.
    public enum Logits {
        /// No logits.
        NONE,
        /// Of the last position, `[batch, vocab]`.
        LAST,
        /// Of every position, `[batch, pos, vocab]`.
        ALL
    }

    /// A copy that nobody can change.
    public ForwardRequest {
        taps = Set.copyOf(taps);
        interventions = List.copyOf(interventions);
    }

    /// Only the activations at `taps`.
    public static ForwardRequest taps(Set<HookPoint> taps) {
        return new ForwardRequest(taps, List.of(), Logits.NONE);
    }

    /// Logits under `interventions`.
    public static ForwardRequest logits(Logits which, List<Intervention> interventions) {
        return new ForwardRequest(Set.of(), interventions, which);
    }

    int lastLayer(int layers) {
        return logits == Logits.NONE
                ? taps.stream().mapToInt(HookPoint::layer).max().orElse(-1)
                : layers - 1;
    }
}
