package io.factorscope.core.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws tokens from logits: repetition penalty, temperature, then top-k, then top-p.
///
/// **Randomness**: the caller's generator, one number a token.
final class Sampler {
    private final Sampling sampling;

    Sampler(Sampling sampling) {
        this.sampling = sampling;
    }

    /// The next token of the row of `vocab` logits that starts at `from`.
    int next(float[] logits, int from, int vocab, RandomGenerator random) {
        if (sampling.temperature() == 0 || sampling.topK() == 1) {
            return argmax(logits, from, vocab);
        }
        Integer[] order = candidates(logits, from, vocab);
        double top = logits[from + order[0]];
        double[] weight = new double[order.length];
        double total = 0;
        for (int i = 0; i < order.length; i++) {
            weight[i] = Math.exp((logits[from + order[i]] - top) / sampling.temperature());
            total += weight[i];
        }
        int kept = nucleus(weight, total);
        double keptTotal = Arrays.stream(weight, 0, kept).sum();
        double at = random.nextDouble() * keptTotal;
        for (int i = 0; i < kept; i++) {
            at -= weight[i];
            if (at < 0) {
                return order[i];
            }
        }
        return order[kept - 1];
    }

    /// Makes every token that the text already has less likely, in place: its logit is divided by
    /// the penalty where positive, multiplied where negative.
    ///
    /// **Source**: Keskar and others, CTRL (2019).
    void penalise(float[] logits, int from, int[] written) {
        if (sampling.repetitionPenalty() == 1) {
            return;
        }
        for (int id : Arrays.stream(written).distinct().toArray()) {
            double logit = logits[from + id];
            double penalty = sampling.repetitionPenalty();
            logits[from + id] = (float) (logit > 0 ? logit / penalty : logit * penalty);
        }
    }

    static int argmax(float[] logits, int from, int vocab) {
        int best = 0;
        for (int i = 1; i < vocab; i++) {
            if (logits[from + i] > logits[from + best]) {
                best = i;
            }
        }
        return best;
    }

    /// The ids to choose from, most likely first: the `topK` largest, or all.
    private Integer[] candidates(float[] logits, int from, int vocab) {
        int k = sampling.topK() == 0 ? vocab : Math.min(sampling.topK(), vocab);
        float threshold = Float.NEGATIVE_INFINITY;
        if (k < vocab) {
            float[] sorted = Arrays.copyOfRange(logits, from, from + vocab);
            Arrays.sort(sorted);
            threshold = sorted[vocab - k];
        }
        float least = threshold;
        return java.util.stream.IntStream.range(0, vocab)
                .filter(i -> logits[from + i] >= least)
                .boxed()
                .sorted((a, b) -> Float.compare(logits[from + b], logits[from + a]))
                .limit(k)
                .toArray(Integer[]::new);
    }

    /// How many of the largest weights make up the share `topP`; at least one.
    private int nucleus(double[] weight, double total) {
        double sum = 0;
        for (int i = 0; i < weight.length; i++) {
            sum += weight[i];
            if (sum >= sampling.topP() * total) {
                return i + 1;
            }
        }
        return weight.length;
    }
}
