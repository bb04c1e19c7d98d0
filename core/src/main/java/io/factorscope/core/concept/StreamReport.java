package io.factorscope.core.concept;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.text.Corpus;

import java.util.List;

/// What a corpus, or the part of it before `next`, says of fitted factors.
///
/// `tokens`: those read through the factors; `cutTexts`: texts longer than a window, read in
/// several.
public record StreamReport(
        String key, Corpus.Place next, long tokens, long texts, long cutTexts, List<Seen> factors) {
    /// The bins of [Seen#histogram]: each is from a power of two of the fit's maximum to the next;
    /// the first is all below 2⁻¹⁰, the last all from 2² on; zeros are not counted.
    public static final int BINS = 14;

    private static final int FIRST_EXPONENT = -11;

    /// One factor: `fitMaximum` is its largest activation in the fit, `density` the share of tokens
    /// at 15 % of that or more (`firing` of them), `maximum` the largest in the corpus.
    public record Seen(
            @JsonProperty("h_row") int factor,
            double fitMaximum,
            double maximum,
            long firing,
            double density,
            List<Long> histogram,
            @JsonProperty("top_activations") List<Hit> contexts) {
        /// A copy that nobody can change.
        public Seen {
            histogram = List.copyOf(histogram);
            contexts = List.copyOf(contexts);
        }
    }

    /// A token that fires a factor, the strongest of its window: `number` counts the corpus's
    /// tokens, `center` is its place in `tokens`, which hold the factor's activation on each.
    public record Hit(
            String token,
            double activation,
            String context,
            String file,
            long number,
            int center,
            List<TokenScore> tokens) {
        /// A copy that nobody can change.
        public Hit {
            tokens = List.copyOf(tokens);
        }
    }

    /// A copy that nobody can change.
    public StreamReport {
        factors = List.copyOf(factors);
    }

    /// The bin of an activation above zero, given as a share of the fit's maximum.
    static int bin(double share) {
        return Math.clamp(Math.getExponent(share) - FIRST_EXPONENT, 0, BINS - 1);
    }
}
