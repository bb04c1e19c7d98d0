package io.factorscope.core.factorization.sae;

import io.factorscope.core.hook.HookPoint;

/// How a sparse autoencoder reads its input: which features stay, and how the input is scaled.
///
/// `k`: features a token, for [Kind#TOPK] only. `subtractBias`: b_dec is taken off the input first.
/// `centred`: the mean over d is taken off, as TransformerLens does to GPT-2's weights. `scale`
/// multiplies the input, and divides the output, of [Scaling#CONSTANT]. `byDecoderNorm`: features
/// are compared after a multiplication by the norm of their decoder row. `release` and `id` name it
/// in feature lists.
public record SaeConfig(
        HookPoint hook,
        Kind kind,
        int k,
        boolean subtractBias,
        boolean centred,
        Scaling scaling,
        double scale,
        boolean byDecoderNorm,
        String release,
        String id) {
    /// Which features stay.
    public enum Kind {
        /// Every positive one.
        STANDARD,
        /// The k largest positive ones.
        TOPK,
        /// Those above their threshold.
        JUMPRELU
    }

    /// What is done to the input, and undone to the output.
    public enum Scaling {
        /// Nothing.
        NONE,
        /// Mean 0 and standard deviation 1 over d.
        LAYER_NORM,
        /// Norm √d.
        UNIT,
        /// A fixed factor.
        CONSTANT
    }

    /// An autoencoder that takes its input as it is.
    public static SaeConfig plain(HookPoint hook, Kind kind, int k, boolean subtractBias) {
        return new SaeConfig(
                hook, kind, k, subtractBias, false, Scaling.NONE, 1, false, "local", "sae");
    }

    /// The same under other names.
    public SaeConfig named(String otherRelease, String otherId) {
        return new SaeConfig(
                hook,
                kind,
                k,
                subtractBias,
                centred,
                scaling,
                scale,
                byDecoderNorm,
                otherRelease,
                otherId);
    }
}
