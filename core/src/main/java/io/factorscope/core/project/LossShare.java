package io.factorscope.core.project;

import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.Weighting;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// How much of the loss each factor accounts for: by what share of ‖A‖² the loss would rise were it
/// left out and the others kept as they are, ‖f‖² Σ w g² / ‖A‖².
///
/// Exact where F is the best for its G (after a step of F); factors that overlap count twice, so
/// the shares may add up to more than what is explained.
final class LossShare {
    private LossShare() {}

    /// One share a factor.
    static double[] of(Factorization fit, TokenTable tokens) {
        double[] sums = new double[fit.rank()];
        double[] weights = weights(tokens, fit.manifest().spec().weighting());
        float[] row = new float[fit.rank()];
        for (int i = 0; i < fit.n(); i++) {
            fit.activations().row(i, row);
            for (int k = 0; k < row.length; k++) {
                sums[k] += weights[i] * row[k] * row[k];
            }
        }
        double loss = fit.manifest().loss();
        double total = loss == 0 ? 0 : fit.manifest().relative() / loss;
        for (int k = 0; k < sums.length; k++) {
            sums[k] *= total * squared(fit.direction(k));
        }
        return sums;
    }

    private static double squared(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    /// What each token counts; those that the fit left out have g = 0.
    private static double[] weights(TokenTable tokens, Weighting weighting) {
        double[] weights = new double[tokens.size()];
        Map<Integer, Integer> count = new HashMap<>();
        boolean[] kept = new boolean[weights.length];
        int rank = 0;
        for (int row = 0; row < weights.length; row++) {
            rank = row > 0 && tokens.sample(row) == tokens.sample(row - 1) ? rank + 1 : 0;
            kept[row] = rank >= weighting.skipFirst();
            if (kept[row]) {
                count.merge(tokens.id(row), 1, Integer::sum);
            }
        }
        IntStream.range(0, weights.length)
                .filter(row -> kept[row])
                .forEach(row ->
                        weights[row] =
                                Math.pow(
                                        count.getOrDefault(tokens.id(row), 1),
                                        -weighting.frequencyExponent()));
        return weights;
    }
}
