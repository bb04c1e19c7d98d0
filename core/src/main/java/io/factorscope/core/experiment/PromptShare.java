package io.factorscope.core.experiment;

import io.factorscope.core.model.Distributions;

import org.jspecify.annotations.Nullable;

/// To what degree a text before the prompt counts, so that it moves the next token by a wanted
/// push.
final class PromptShare {
    private static final int HALVINGS = 40;

    private PromptShare() {}

    /// The share in (0, 1] at which KL(without ‖ mixed) is `nats`, to 1 %; null where even the
    /// whole moves it less.
    static @Nullable Double of(float[] without, float[] with, double nats) {
        if (kl(without, with, 1) < nats) {
            return null;
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double reached = kl(without, with, middle);
            if (Math.abs(reached - nats) <= 0.01 * nats) {
                return middle;
            }
            if (reached < nats) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /// The logits without the text plus `share` of the difference that it makes.
    static float[] mixed(float[] without, float[] with, double share) {
        float[] out = new float[without.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (without[i] + share * (with[i] - without[i]));
        }
        return out;
    }

    private static double kl(float[] without, float[] with, double share) {
        return Distributions.kl(without, mixed(without, with, share));
    }
}
