package io.factorscope.core.steering;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How fluent texts are, without a judge: how much they repeat themselves, and how much they
/// surprise the unsteered model.
///
/// `repetition`: of all runs of three tokens in a continuation, the share that occurred in it
/// before; `surprise`: the mean cross-entropy of the continuation's tokens under the unsteered
/// model. **Units**: a share; nats a token (its exponential is the perplexity).
public record Fluency(double repetition, double surprise) {
    /// So much more of a text may repeat itself than of the baseline.
    public static final double MORE_REPETITION = 0.2;

    /// So many times the baseline's perplexity a text may have.
    public static final double TIMES_PERPLEXITY = 3;

    private static final int RUN = 3;

    /// exp of the surprise.
    public double perplexity() {
        return Math.exp(surprise);
    }

    /// Whether text like this has broken down, seen beside the baseline's.
    public boolean breaks(Fluency baseline) {
        return repetition > baseline.repetition + MORE_REPETITION
                || surprise > baseline.surprise + Math.log(TIMES_PERPLEXITY);
    }

    /// The share of runs of three tokens that occurred before; 0 where there are none.
    static double repetition(List<Integer> tokens) {
        Set<List<Integer>> seen = new HashSet<>();
        int again = 0;
        int runs = tokens.size() - RUN + 1;
        for (int i = 0; i < runs; i++) {
            again += seen.add(List.copyOf(tokens.subList(i, i + RUN))) ? 0 : 1;
        }
        return runs <= 0 ? 0 : (double) again / runs;
    }
}
