package io.factorscope.core.steering;

import io.factorscope.core.hook.Intervention;

/// How and at which tokens steering acts.
///
/// **Units**: `first` and `end` are positions, counted from 0 with BOS; `end` is the first that is
/// not changed any more. They count with [Reach#RANGE] only.
public record Place(Intervention.Mode mode, Reach reach, int first, int end) {
    /// Added at every token.
    public static final Place USUAL =
            new Place(Intervention.Mode.ADD, Reach.EVERYWHERE, 0, Integer.MAX_VALUE);

    /// The tokens it acts at.
    public enum Reach {
        /// Prompt and generation.
        EVERYWHERE,
        /// From the prompt's last token on: all that is written, and nothing that is given.
        ONWARD,
        /// From `first` up to `end`.
        RANGE
    }

    /// The intervention restricted to this place after a prompt of `prompt` tokens.
    Intervention restrict(Intervention everywhere, int prompt) {
        return switch (reach) {
            case EVERYWHERE -> everywhere;
            case ONWARD -> everywhere.fromPosition(Math.max(0, prompt - 1));
            case RANGE -> everywhere.between(first, end);
        };
    }
}
