package io.factorscope.core.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// A mean with the interval that holds 95 % of its bootstrap resamples; `n` values. One value has
/// no interval: `low` and `high` are NaN.
///
/// **Randomness**: 2,000 resamples from a fixed seed.
public record Interval(double mean, double low, double high, int n) {
    private static final int RESAMPLES = 2000;
    private static final long SEED = 12345;

    /// Of a single value there is no interval, whatever a file says.
    public Interval {
        low = n == 1 ? Double.NaN : low;
        high = n == 1 ? Double.NaN : high;
    }

    /// Whether there is an interval.
    public boolean bounded() {
        return !Double.isNaN(low);
    }

    /// The mean of some values; all NaN where there are none.
    public static Interval ofMean(List<Double> values) {
        double[] given = values.stream().mapToDouble(Double::doubleValue).toArray();
        if (given.length == 0) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        return of(mean(given), given.length, random -> mean(resample(given, random)));
    }

    /// The area under the ROC curve of two groups, both resampled; without an interval of one each.
    public static Interval ofAuroc(double[] activating, double[] neutral) {
        if (activating.length < 2 && neutral.length < 2) {
            int n = activating.length + neutral.length;
            return new Interval(auroc(activating, neutral), Double.NaN, Double.NaN, n);
        }
        return of(
                auroc(activating, neutral),
                activating.length + neutral.length,
                random -> auroc(resample(activating, random), resample(neutral, random)));
    }

    private static Interval of(double value, int n, ToDoubleFunction<SplittableRandom> again) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] found = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            found[i] = again.applyAsDouble(random);
        }
        Arrays.sort(found);
        int tail = (int) (0.025 * RESAMPLES);
        return new Interval(value, found[tail], found[RESAMPLES - 1 - tail], n);
    }

    private static double[] resample(double[] values, SplittableRandom random) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[random.nextInt(values.length)];
        }
        return out;
    }

    /// The mean; NaN of nothing.
    public static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /// The chance that one of the first group is above one of the second, ties counting half.
    public static double auroc(double[] above, double[] below) {
        double wins = 0;
        for (double a : above) {
            for (double b : below) {
                wins += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        return above.length == 0 || below.length == 0
                ? Double.NaN
                : wins / above.length / below.length;
    }
}
