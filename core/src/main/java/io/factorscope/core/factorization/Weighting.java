package io.factorscope.core.factorization;

/// What each token counts in a fit.
///
/// `frequencyExponent` β: weight count(token)^−β, 0 for equal weights; `unitNorm`: every activation
/// scaled to norm 1 first; `skipFirst`: how many tokens at the start of each text are left out. All
/// off is the reference. **Source**: docs/glossary.md, "First positions and frequent words".
public record Weighting(double frequencyExponent, boolean unitNorm, int skipFirst) {
    /// Every token as it is.
    public static final Weighting REFERENCE = new Weighting(0, false, 0);
}
