package io.factorscope.core.steering;

import org.jspecify.annotations.Nullable;

/// How well a concept steers, without a judge; all in percentage points of the tokens written, at
/// 0.25 nats, more than under a random direction at the same push.
///
/// `gain`: how much more often the concept's own vocabulary is written (a label: the words typical
/// of its texts; any other concept: the tokens it promotes); `alpha`: the strength of that push,
/// the mean over the prompts. `firing`: how much more often the tokens that fire it are written.
/// `opposite`: with the negative sign, how much more often the tokens it suppresses. The last two
/// are null where they do not apply.
public record Steerability(
        double gain, double alpha, @Nullable Double firing, @Nullable Double opposite) {
    /// A push that cannot be reached, or does nothing.
    public static final Steerability NONE = new Steerability(0, 0, null, null);
}
