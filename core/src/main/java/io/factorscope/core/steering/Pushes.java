package io.factorscope.core.steering;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/// The strengths that a blend needs on one prompt: for each target push the α of either sign, or
/// null where that push is not reachable.
///
/// **Units**: targets in nats, rising; α as in [Blend].
public record Pushes(
        List<Double> targets, List<@Nullable Double> positive, List<@Nullable Double> negative) {
    /// The pushes at which every concept is calibrated, nats.
    public static final List<Double> TARGETS = List.of(0.025, 0.05, 0.1, 0.15, 0.25, 0.35, 0.5);

    /// The largest of them, nats.
    public static final double LARGEST = 0.5;

    /// A copy that nobody can change.
    public Pushes {
        targets = List.copyOf(targets);
        positive = Collections.unmodifiableList(new ArrayList<>(positive));
        negative = Collections.unmodifiableList(new ArrayList<>(negative));
    }

    /// The α for a push; the sign of `nats` is that of the wanted α. Exact to 1 % of the push at a
    /// target; between two targets along the power law through both, below the first along KL ∝ α².
    /// Empty past what can be reached.
    public OptionalDouble alpha(double nats) {
        if (nats == 0) {
            return OptionalDouble.of(0);
        }
        List<@Nullable Double> alphas = nats > 0 ? positive : negative;
        double size = Math.abs(nats);
        double lowNats = 0;
        double lowAlpha = 0;
        for (int i = 0; i < targets.size(); i++) {
            Double high = alphas.get(i);
            if (high == null) {
                return OptionalDouble.empty();
            }
            if (size <= targets.get(i) * (1 + 1e-9)) {
                return OptionalDouble.of(between(size, lowNats, lowAlpha, targets.get(i), high));
            }
            lowNats = targets.get(i);
            lowAlpha = high;
        }
        return OptionalDouble.empty();
    }

    private static double between(
            double nats, double lowNats, double lowAlpha, double highNats, double highAlpha) {
        if (lowAlpha == 0) {
            return highAlpha * Math.sqrt(nats / highNats);
        }
        double share = Math.log(nats / lowNats) / Math.log(highNats / lowNats);
        return lowAlpha * Math.pow(highAlpha / lowAlpha, share);
    }

    /// The largest target that a sign reaches, nats; 0 where it reaches none.
    public double reach(int sign) {
        List<@Nullable Double> alphas = sign > 0 ? positive : negative;
        double reached = 0;
        for (int i = 0; i < targets.size() && alphas.get(i) != null; i++) {
            reached = targets.get(i);
        }
        return reached;
    }

    /// The push of an α, with its sign; past the largest that is reached, that one.
    public double nats(double alpha) {
        int sign = alpha < 0 ? -1 : 1;
        double low = 0;
        double high = reach(sign);
        if (alpha == 0 || high == 0) {
            return 0;
        }
        if (Math.abs(alpha(sign * high).orElse(0)) <= Math.abs(alpha)) {
            return sign * high;
        }
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            boolean under = Math.abs(alpha(sign * middle).orElse(0)) < Math.abs(alpha);
            low = under ? middle : low;
            high = under ? high : middle;
        }
        return sign * high;
    }
}
