package io.factorscope.core.project;

import io.factorscope.core.steering.Steerability;

import org.jspecify.annotations.Nullable;

/// What was measured of a concept; null what was not.
///
/// `faithfulness`: how much worse the model predicts without it, nats a token. `stability`: the
/// mean cosine with the factors it is matched with in refits from other seeds.
public record Measured(
        @Nullable Steerability steerability,
        @Nullable Double faithfulness,
        @Nullable Double stability) {
    /// Nothing.
    public static final Measured NOTHING = new Measured(null, null, null);
}
