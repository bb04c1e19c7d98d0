package io.factorscope.core.concept;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a model's predictions lose when a site says only what factors say of it.
///
/// `baseline`, `zero`, `reconstruction`: mean cross-entropy of the next token with the site as it
/// is, set to zero, and replaced by F g, g ≥ 0 the best for the raw activation, all factors
/// together. `recovered` = (zero − reconstruction) / (zero − baseline), absent where zero is not
/// worse than the baseline. BOS and what the fit left out at the start of a text stay as they are
/// throughout; every next token counts.
///
/// **Units**: nats a token.
public record Faithfulness(
        String hook,
        int texts,
        int tokens,
        double baseline,
        double zero,
        double reconstruction,
        @Nullable Double recovered,
        List<Effect> factors) {
    /// What taking one factor out does, a := a − f g, the rest left in place: `change` of the mean
    /// cross-entropy over all tokens, and in how many of the `texts` the factor is active at all.
    public record Effect(int factor, double change, int texts) {}

    /// The numbers of the whole site, without its factors'.
    public Faithfulness whole() {
        return new Faithfulness(
                hook, texts, tokens, baseline, zero, reconstruction, recovered, List.of());
    }

    /// A copy that nobody can change.
    public Faithfulness {
        factors = List.copyOf(factors);
    }
}
