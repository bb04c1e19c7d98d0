package io.factorscope.core.factorization;

import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.SplittableRandom;

/// Data made from known factors: F sparse and signed, G sparse and nonnegative, a little noise.
final class Planted {
    final int n;
    final int d;
    final int rank;
    final float[] f;
    final float[] rows;

    Planted(int n, int d, int rank, double noise, long seed) {
        this.n = n;
        this.d = d;
        this.rank = rank;
        SplittableRandom random = new SplittableRandom(seed);
        f = new float[d * rank];
        int support = d / 10;
        for (int k = 0; k < rank; k++) {
            for (int i = 0; i < support; i++) {
                double sign = random.nextBoolean() ? 1 : -1;
                f[random.nextInt(d) * rank + k] = (float) (sign * (1 + random.nextDouble()));
            }
        }
        rows = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < rank; k++) {
                double g = random.nextInt(5) == 0 ? 0.3 + random.nextExponential() : 0;
                for (int j = 0; j < d; j++) {
                    rows[i * d + j] += (float) (g * f[j * rank + k]);
                }
            }
            for (int j = 0; j < d; j++) {
                rows[i * d + j] += (float) (noise * random.nextGaussian());
            }
        }
    }

    /// Numbers without structure.
    static float[] noise(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static FitSpec spec(UpdateRule rule, int rank, double sparsity, int iterations, long seed) {
        return new FitSpec(rank, sparsity, rule, iterations, 1000, seed, 0, Weighting.REFERENCE);
    }

    static Factorization fit(FitSpec spec, float[] rows, int n, int d) throws FactorscopeException {
        return fit(spec, rows, n, d, JobContext.silent());
    }

    static Factorization fit(FitSpec spec, float[] rows, int n, int d, JobContext context)
            throws FactorscopeException {
        try (ActivationSet set = ActivationSet.ofValues(rows, n, d)) {
            return new SemiNmf(Fixtures.engine(), spec, iteration -> {}).run(set, null, context);
        }
    }

    /// ‖A − F Gᵀ‖² in double.
    static double residual(float[] rows, Factorization fit) {
        double sum = 0;
        int d = fit.d();
        int rank = fit.rank();
        for (int i = 0; i < fit.n(); i++) {
            for (int j = 0; j < d; j++) {
                double rest = rows[i * d + j];
                for (int k = 0; k < rank; k++) {
                    rest -= (double) fit.f()[j * rank + k] * fit.g()[i * rank + k];
                }
                sum += rest * rest;
            }
        }
        return sum;
    }

    /// The smallest, over planted factors, of the best cosine with any factor found.
    double recovered(Factorization fit) {
        double worst = 1;
        for (int k = 0; k < rank; k++) {
            double best = -1;
            for (int other = 0; other < fit.rank(); other++) {
                best = Math.max(best, cosine(k, fit.direction(other)));
            }
            worst = Math.min(worst, best);
        }
        return worst;
    }

    private double cosine(int k, float[] direction) {
        double dot = 0;
        double mine = 0;
        double theirs = 0;
        for (int j = 0; j < d; j++) {
            double x = f[j * rank + k];
            dot += x * direction[j];
            mine += x * x;
            theirs += (double) direction[j] * direction[j];
        }
        return mine == 0 || theirs == 0 ? 0 : dot / Math.sqrt(mine * theirs);
    }
}
