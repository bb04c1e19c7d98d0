package io.factorscope.core.steering;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One slider of a steering session: what it steers, how hard, and whether it is on.
///
/// `concept` is a concept's id, or the name of a group, whose concepts are then in `parts`; `nats`
/// is the push it was set to, or null where it was set in α. **Units**: `alpha` as in [Blend].
public record Slider(
        String concept,
        double alpha,
        boolean muted,
        boolean solo,
        @Nullable Double nats,
        List<Part> parts) {
    /// A concept in a group: its weight, and the neurons it is restricted to (none: all).
    public record Part(String concept, double weight, List<Integer> neurons) {
        /// Files may leave the neurons out.
        @SuppressWarnings("NullAway") // JSON may lack it
        public Part {
            neurons = neurons == null ? List.of() : List.copyOf(neurons);
        }
    }

    /// Files written before there were groups lack the parts.
    @SuppressWarnings("NullAway") // JSON may lack it
    public Slider {
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    /// One concept, set in α.
    public Slider(String concept, double alpha, boolean muted) {
        this(concept, alpha, muted, false, null, List.of());
    }
}
