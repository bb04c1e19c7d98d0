package io.factorscope.core.factorization.sae;

import io.factorscope.core.job.FactorscopeException;

import java.util.Arrays;

/// A sparse autoencoder: features of an activation x, of which few are above zero, and x again from
/// them.
///
/// f = act(x W_enc + b_enc), x ≈ f W_dec + b_dec; what is done to x before is in [SaeConfig].
///
/// **Shapes**: W_enc `[d, feature]`, b_enc `[feature]`, W_dec `[feature, d]`, b_dec `[d]`,
/// thresholds `[feature]` or none. **Threads**: never changed after it is made.
public final class Sae {
    private final SaeConfig config;
    private final float[] encoder;
    private final float[] encoderBias;
    private final float[] decoder;
    private final float[] decoderBias;
    private final float[] thresholds;

    /// The numbers of an autoencoder, row-major; they are not copied.
    ///
    /// **Errors**: `FS-SAE-002` when their sizes do not fit together.
    public Sae(
            SaeConfig config,
            float[] encoder,
            float[] encoderBias,
            float[] decoder,
            float[] decoderBias,
            float[] thresholds)
            throws FactorscopeException {
        long d = decoderBias.length;
        long features = encoderBias.length;
        boolean fits = encoder.length == d * features && decoder.length == d * features;
        fits &= thresholds.length == (config.kind() == SaeConfig.Kind.JUMPRELU ? features : 0);
        fits &= config.kind() != SaeConfig.Kind.TOPK || (config.k() >= 1 && config.k() <= features);
        if (!fits || d == 0 || features == 0) {
            throw new FactorscopeException(
                    "FS-SAE-002",
                    String.format(
                            "The autoencoder's parts do not fit together: W_enc has %d numbers,"
                                + " W_dec %d, b_enc %d, b_dec %d, thresholds %d, k is %d. Download"
                                + " or write it again.",
                            encoder.length,
                            decoder.length,
                            features,
                            d,
                            thresholds.length,
                            config.k()));
        }
        this.config = config;
        this.encoder = encoder;
        this.encoderBias = encoderBias;
        this.decoder = decoder;
        this.decoderBias = decoderBias;
        this.thresholds = thresholds;
    }

    /// How it reads its input.
    public SaeConfig config() {
        return config;
    }

    /// The width of what it reads.
    public int d() {
        return decoderBias.length;
    }

    /// How many features it has.
    public int features() {
        return encoderBias.length;
    }

    /// A feature's direction: its decoder row, `[d]`.
    public float[] direction(int feature) {
        return Arrays.copyOfRange(decoder, feature * d(), (feature + 1) * d());
    }

    /// W_enc; not a copy.
    public float[] encoder() {
        return encoder;
    }

    /// b_enc; not a copy.
    public float[] encoderBias() {
        return encoderBias;
    }

    /// W_dec; not a copy.
    public float[] decoder() {
        return decoder;
    }

    /// b_dec; not a copy.
    public float[] decoderBias() {
        return decoderBias;
    }

    /// The features' thresholds, empty where there are none; not a copy.
    public float[] thresholds() {
        return thresholds;
    }
}
