package io.factorscope.core.model;

import java.util.List;

/// Rotary position embedding: pair i of a head's halves turns by position · frequency i.
///
/// `factors` divides each frequency; empty for none. `scaling` changes them by wavelength.
///
/// **Source**: Su and others, RoFormer (2021); the `LLAMA3` rule is that of Llama 3.1's release.
public record Rotary(double theta, Scaling scaling, List<Float> factors) {
    /// How frequencies are changed for long contexts.
    ///
    /// `factor` divides frequencies: all of them for `LINEAR`; for `LLAMA3` those whose wavelength
    /// is above `original / lowFactor` positions, none below `original / highFactor`, and a mixture
    /// between.
    public record Scaling(
            Kind kind, double factor, double lowFactor, double highFactor, int original) {
        /// The rules there are.
        public enum Kind {
            /// Frequencies as they are.
            NONE,
            /// All divided.
            LINEAR,
            /// Only long wavelengths divided.
            LLAMA3
        }

        /// Frequencies as they are.
        public static final Scaling NONE = new Scaling(Kind.NONE, 1, 1, 1, 1);
    }

    /// A copy that nobody can change.
    public Rotary {
        factors = List.copyOf(factors);
    }

    /// Radians per position, `[d_head / 2]`.
    float[] frequencies(int dHead) {
        float[] out = new float[dHead / 2];
        for (int i = 0; i < out.length; i++) {
            double frequency = Math.pow(theta, -2.0 * i / dHead);
            double divided = factors.isEmpty() ? frequency : frequency / factors.get(i);
            out[i] = (float) scaled(divided);
        }
        return out;
    }

    private double scaled(double frequency) {
        return switch (scaling.kind) {
            case NONE -> frequency;
            case LINEAR -> frequency / scaling.factor;
            case LLAMA3 -> {
                double wavelength = 2 * Math.PI / frequency;
                double share =
                        (scaling.original / wavelength - scaling.lowFactor)
                                / (scaling.highFactor - scaling.lowFactor);
                double kept = Math.clamp(share, 0.0, 1.0);
                yield (1 - kept) * frequency / scaling.factor + kept * frequency;
            }
        };
    }
}
