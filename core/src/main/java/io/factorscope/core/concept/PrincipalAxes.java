package io.factorscope.core.concept;

import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The axes along which unit vectors differ most (principal components), in double, by power steps
/// on a subspace a little larger than asked for; no matrix of all pairs is made.
///
/// **Shapes**: vectors `[n][d]`, axes `[count][d]`. **Randomness**: the start, from the seed.
/// **Cost**: at most sixty passes over the vectors.
final class PrincipalAxes {
    private static final int SPARE = 4;
    private static final int ROUNDS = 60;
    private static final double STILL = 1e-9;

    private final List<float[]> units;
    private final double[] mean;
    private final int wanted;
    private double[][] axes;

    PrincipalAxes(List<float[]> units, int wanted, long seed, JobContext context)
            throws CancelledException {
        this.units = units;
        this.wanted = wanted;
        int d = units.getFirst().length;
        mean = new double[d];
        units.forEach(unit -> add(mean, unit, 1.0 / units.size()));
        SplittableRandom random = new SplittableRandom(seed);
        axes = new double[Math.min(wanted + SPARE, d)][d];
        for (double[] axis : axes) {
            Arrays.setAll(axis, i -> random.nextGaussian());
        }
        orthonormal(axes);
        double still = 0;
        for (int round = 0; round < ROUNDS && still < 1 - STILL; round++) {
            double[][] next = step(context);
            still = alike(axes, next);
            axes = next;
        }
    }

    /// Each vector's coordinate on one axis; an axis has no sign of its own, so the longer tail is
    /// the positive one.
    double[] coordinates(int axis) {
        double[] out = new double[units.size()];
        if (axis < axes.length) {
            Arrays.setAll(out, i -> along(axes[axis], units.get(i)));
        }
        double skew = Arrays.stream(out).map(v -> v * v * v).sum();
        return skew < 0 ? Arrays.stream(out).map(v -> -v).toArray() : out;
    }

    /// The axes times the covariance, made orthonormal.
    private double[][] step(JobContext context) throws CancelledException {
        double[][] next = new double[axes.length][mean.length];
        double[] total = new double[axes.length];
        for (float[] unit : units) {
            context.checkCancelled();
            for (int k = 0; k < axes.length; k++) {
                double along = along(axes[k], unit);
                total[k] += along;
                add(next[k], unit, along);
            }
        }
        for (int k = 0; k < axes.length; k++) {
            for (int i = 0; i < mean.length; i++) {
                next[k][i] -= total[k] * mean[i];
            }
        }
        orthonormal(next);
        return next;
    }

    private double along(double[] axis, float[] unit) {
        double sum = 0;
        for (int i = 0; i < axis.length; i++) {
            sum += axis[i] * (unit[i] - mean[i]);
        }
        return sum;
    }

    private static void add(double[] into, float[] from, double times) {
        for (int i = 0; i < into.length; i++) {
            into[i] += times * from[i];
        }
    }

    /// Gram and Schmidt, in order; what vanishes stays zero.
    private static void orthonormal(double[][] axes) {
        for (int k = 0; k < axes.length; k++) {
            double before = Math.sqrt(dot(axes[k], axes[k]));
            for (int j = 0; j < k; j++) {
                double dot = dot(axes[k], axes[j]);
                for (int i = 0; i < axes[k].length; i++) {
                    axes[k][i] -= dot * axes[j][i];
                }
            }
            double norm = Math.sqrt(dot(axes[k], axes[k]));
            boolean vanished = norm <= 1e-9 * before;
            for (int i = 0; i < axes[k].length; i++) {
                axes[k][i] = vanished ? 0 : axes[k][i] / norm;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /// The smallest cosine of a wanted axis with what it was before.
    private double alike(double[][] before, double[][] after) {
        double least = 1;
        for (int k = 0; k < Math.min(wanted, after.length); k++) {
            least = Math.min(least, Math.abs(dot(before[k], after[k])));
        }
        return least;
    }
}
