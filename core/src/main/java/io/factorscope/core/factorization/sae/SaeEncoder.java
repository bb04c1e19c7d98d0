package io.factorscope.core.factorization.sae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.tensor.TensorEngine;
import io.factorscope.core.tensor.TorchProgram;

/// Runs a sparse autoencoder on activations.
///
/// **Shapes**: activations `[rows, d]`, features `[rows, feature]`. **Threads**: the engine thread.
public final class SaeEncoder implements AutoCloseable {
    private static final double EPSILON = 1e-5;

    private final NDManager manager;
    private final TorchProgram ops;
    private final Sae sae;
    private final NDArray encoder;
    private final NDArray encoderBias;
    private final NDArray decoder;
    private final NDArray decoderBias;
    private final NDArray thresholds;

    /// An encoder that is ready to run.
    public SaeEncoder(TensorEngine engine, Sae sae) {
        this.manager = engine.newManager();
        this.ops =
                TorchProgram.load(manager, SemiNmf.class, "seminmf.torchscript", "sae.torchscript");
        this.sae = sae;
        Shape in = new Shape(sae.d(), sae.features());
        this.encoder = manager.create(sae.encoder(), in);
        this.encoderBias = manager.create(sae.encoderBias());
        this.decoder = manager.create(sae.decoder(), new Shape(sae.features(), sae.d()));
        this.decoderBias = manager.create(sae.decoderBias());
        this.thresholds = manager.create(sae.thresholds());
    }

    /// What it runs.
    public Sae sae() {
        return sae;
    }

    /// The features of some activations.
    public float[] encode(float[] activations) {
        Scaled scaled = new Scaled(activations);
        try (NDManager scope = manager.newSubManager()) {
            return features(scope, scaled).toFloatArray();
        }
    }

    /// The activations as the features tell them, in the activations' own units.
    public float[] reconstruct(float[] activations) {
        Scaled scaled = new Scaled(activations);
        try (NDManager scope = manager.newSubManager()) {
            NDArray f = features(scope, scaled);
            boolean byNorm = sae.config().byDecoderNorm();
            float[] out =
                    ops.call(scope, "sae_decode", f, decoder, decoderBias, byNorm).toFloatArray();
            return scaled.undone(out);
        }
    }

    private NDArray features(NDManager scope, Scaled scaled) {
        SaeConfig config = sae.config();
        int rows = scaled.values.length / sae.d();
        NDArray x = scope.create(scaled.values, new Shape(rows, sae.d()));
        NDArray pre =
                ops.call(
                        scope,
                        "sae_before",
                        x,
                        decoderBias,
                        encoder,
                        encoderBias,
                        decoder,
                        config.subtractBias(),
                        config.byDecoderNorm());
        return switch (config.kind()) {
            case STANDARD -> ops.call(scope, "sae_relu", pre);
            case TOPK -> ops.call(scope, "sae_topk", pre, config.k());
            case JUMPRELU -> ops.call(scope, "sae_jump", pre, thresholds);
        };
    }

    /// Rows scaled as the autoencoder wants them, and how to get back.
    private final class Scaled {
        private final float[] values;
        private final double[] shift;
        private final double[] factor;
        private final double[] back;

        Scaled(float[] rows) {
            int d = sae.d();
            values = rows.clone();
            shift = new double[rows.length / d];
            factor = new double[shift.length];
            back = new double[shift.length];
            for (int row = 0; row < shift.length; row++) {
                measure(row, d);
                for (int j = row * d; j < (row + 1) * d; j++) {
                    values[j] = (float) ((values[j] - shift[row]) * factor[row]);
                }
            }
        }

        private void measure(int row, int d) {
            double sum = 0;
            double squares = 0;
            for (int j = row * d; j < (row + 1) * d; j++) {
                sum += values[j];
                squares += (double) values[j] * values[j];
            }
            double mean = sum / d;
            boolean norm = sae.config().scaling() == SaeConfig.Scaling.LAYER_NORM;
            shift[row] = norm || sae.config().centred() ? mean : 0;
            double deviation = Math.sqrt(Math.max(0, squares - sum * mean) / Math.max(1, d - 1));
            factor[row] =
                    switch (sae.config().scaling()) {
                        case NONE -> 1;
                        case LAYER_NORM -> 1 / (deviation + EPSILON);
                        case UNIT -> squares == 0 ? 1 : Math.sqrt(d / squares);
                        case CONSTANT -> sae.config().scale();
                    };
            back[row] = norm ? deviation : 1 / factor[row]; // without the epsilon, as SAELens does
        }

        float[] undone(float[] rows) {
            int d = sae.d();
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) (rows[i] * back[i / d] + shift[i / d]);
            }
            return rows;
        }
    }

    @Override
    public void close() {
        ops.close();
        manager.close();
    }
}
