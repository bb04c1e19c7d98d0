package io.factorscope.core.factorization.sae;

import io.factorscope.core.job.FactorscopeException;

/// How to train a small TopK autoencoder on collected activations.
///
/// `features`: how many; `k`: how many a token; `batch` tokens a step; `rate`: Adam's. A feature
/// that fires on none of `deadAfter` tokens is dead: dead ones learn from what the others leave.
/// **Randomness**: the start and the order of tokens are drawn from `seed`.
public record SaeSpec(
        int features, int k, int steps, int batch, double rate, long deadAfter, long seed) {
    /// A spec with the usual batch (1,024 tokens), rate (1e-3) and patience with the dead.
    public static SaeSpec of(int features, int k, int steps, long seed) {
        return new SaeSpec(features, k, steps, 1024, 1e-3, 200_000, seed);
    }

    /// **Errors**: `FS-SAE-005` when a number is out of range.
    public void check(int n) throws FactorscopeException {
        boolean fine = features >= 1 && k >= 1 && k <= features && steps >= 1 && batch >= 1;
        if (!fine || !(rate > 0) || deadAfter < 1 || n < 2) {
            throw new FactorscopeException(
                    "FS-SAE-005",
                    "This autoencoder cannot be trained on "
                            + n
                            + " tokens: "
                            + this
                            + "; expected at least 2 tokens, k of 1 to the number of features, and"
                            + " steps, batch, rate and dead-after above 0.");
        }
    }
}
