package io.factorscope.core.factorization.sae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.tensor.TensorEngine;
import io.factorscope.core.tensor.TorchProgram;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Trains a TopK sparse autoencoder:
///
/// 1. rows are scaled so that their mean norm is √d; b_dec starts at their mean, W_dec at random
///    unit rows, W_enc at W_decᵀ;
/// 2. each step draws a batch, and Adam follows the slopes of the mean ‖x − x̂‖²; decoder rows stay
///    unit;
/// 3. dead features, `AUX_K` of them a token, learn to tell what is left of x, with the weight
///    `AUX`;
/// 4. the scale goes into the biases at the end, which a TopK autoencoder allows exactly.
///
/// **Cost**: a step is 6 products of `[batch, d]` with `[d, feature]`. **Threads**: the engine
/// thread. **Source**: Gao and others, "Scaling and evaluating sparse autoencoders" (2024).
public final class SaeTrainer {
    private static final double AUX = 1.0 / 32;
    private static final int AUX_K = 64;
    private static final int REPORT = 25;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final TensorEngine engine;
    private final SaeSpec spec;
    private final SaeProgress.Listener listener;

    /// A training to be run on `engine`.
    public SaeTrainer(TensorEngine engine, SaeSpec spec, SaeProgress.Listener listener) {
        this.engine = engine;
        this.spec = spec;
        this.listener = listener;
    }

    /// A trained autoencoder, and how the training went.
    public record Trained(Sae sae, List<SaeProgress> history) {
        /// A copy that nobody can change.
        public Trained {
            history = List.copyOf(history);
        }
    }

    /// Trains on the rows of `set`, which were read at `hook`.
    ///
    /// **Errors**: `FS-SAE-005`; cancellation. Asked to stop, it ends with what it has.
    public Trained run(ActivationSet set, HookPoint hook, JobContext context)
            throws FactorscopeException {
        spec.check(set.n());
        try (NDManager manager = engine.newManager();
                TorchProgram ops =
                        TorchProgram.load(
                                manager, SemiNmf.class, "seminmf.torchscript", "sae.torchscript")) {
            Training training = new Training(manager, ops, set);
            for (int step = 1; step <= spec.steps(); step++) {
                context.checkpoint();
                training.step(step);
                boolean last = step == spec.steps() || context.stopRequested();
                if (last || step % REPORT == 0) {
                    listener.trained(training.report(step));
                    context.progress("training", step, spec.steps(), "steps");
                }
                if (context.stopRequested()) {
                    break;
                }
            }
            SaeConfig config = SaeConfig.plain(hook, SaeConfig.Kind.TOPK, spec.k(), true);
            return new Trained(training.result(config), training.history);
        }
    }

    /// A matrix or vector that moves, with its two moments.
    private static final class Moving {
        private NDArray[] values;

        Moving(NDManager manager, float[] start, Shape shape) {
            values =
                    new NDArray[] {
                        manager.create(start, shape), manager.zeros(shape), manager.zeros(shape)
                    };
        }

        NDArray now() {
            return values[0];
        }

        void replace(NDArray... next) {
            for (int i = 0; i < next.length; i++) {
                values[i].close();
                values[i] = next[i];
            }
        }
    }

    /// The state of one training.
    private final class Training {
        private final NDManager manager;
        private final TorchProgram ops;
        private final ActivationSet set;
        private final SplittableRandom random = new SplittableRandom(spec.seed());
        private final List<SaeProgress> history = new ArrayList<>();
        private final long[] silent = new long[spec.features()];
        private final long started = System.nanoTime();
        private final double scale;
        private final double variance;
        private final Moving encoder;
        private final Moving encoderBias;
        private final Moving decoder;
        private final Moving decoderBias;
        private double left;
        private int counted;

        Training(NDManager manager, TorchProgram ops, ActivationSet set) {
            this.manager = manager;
            this.ops = ops;
            this.set = set;
            int d = set.d();
            double[] mean = new double[d];
            double[] norms = moments(mean);
            scale = norms[0] == 0 ? 1 : Math.sqrt(d) / norms[0];
            variance = scale * scale * norms[1];
            float[] rows = unitRows(d);
            float[] start = new float[d];
            for (int j = 0; j < d; j++) {
                start[j] = (float) (scale * mean[j]);
            }
            int features = spec.features();
            decoder = new Moving(manager, rows, new Shape(features, d));
            encoder = new Moving(manager, transposed(rows, d), new Shape(d, features));
            encoderBias = new Moving(manager, new float[features], new Shape(features));
            decoderBias = new Moving(manager, start, new Shape(d));
        }

        /// Fills `mean [d]`; returns the mean norm and the mean squared distance from the mean.
        private double[] moments(double[] mean) {
            float[] row = new float[set.d()];
            double norms = 0;
            double squares = 0;
            for (int i = 0; i < set.n(); i++) {
                set.row(i, row);
                double own = 0;
                for (int j = 0; j < row.length; j++) {
                    mean[j] += row[j];
                    own += (double) row[j] * row[j];
                }
                norms += Math.sqrt(own);
                squares += own;
            }
            double centre = 0;
            for (int j = 0; j < mean.length; j++) {
                mean[j] /= set.n();
                centre += mean[j] * mean[j];
            }
            return new double[] {norms / set.n(), squares / set.n() - centre};
        }

        private float[] unitRows(int d) {
            float[] rows = new float[spec.features() * d];
            for (int from = 0; from < rows.length; from += d) {
                double sum = 0;
                for (int j = from; j < from + d; j++) {
                    rows[j] = (float) random.nextGaussian();
                    sum += (double) rows[j] * rows[j];
                }
                for (int j = from; j < from + d; j++) {
                    rows[j] /= (float) Math.sqrt(sum);
                }
            }
            return rows;
        }

        private float[] transposed(float[] rows, int d) {
            float[] out = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                out[i % d * spec.features() + i / d] = rows[i];
            }
            return out;
        }

        private float[] batch() {
            int d = set.d();
            float[] values = new float[spec.batch() * d];
            float[] row = new float[d];
            for (int i = 0; i < spec.batch(); i++) {
                set.row(random.nextInt(set.n()), row);
                for (int j = 0; j < d; j++) {
                    values[i * d + j] = (float) (row[j] * scale);
                }
            }
            return values;
        }

        void step(int t) {
            double rate = spec.rate() / (1 - Math.pow(BETA1, t));
            double root = Math.sqrt(1 - Math.pow(BETA2, t));
            try (NDManager scope = manager.newSubManager()) {
                NDArray x = scope.create(batch(), new Shape(spec.batch(), set.d()));
                float[] dead = dead();
                int spare = Math.min(AUX_K, deadCount());
                NDArray[] slopes =
                        ops.callAll(
                                scope,
                                "sae_slopes",
                                x,
                                encoder.now(),
                                encoderBias.now(),
                                decoder.now(),
                                decoderBias.now(),
                                spec.k(),
                                scope.create(dead),
                                spare,
                                AUX);
                move(encoder, slopes[0], rate, root);
                move(encoderBias, slopes[1], rate, root);
                move(decoder, slopes[2], rate, root);
                move(decoderBias, slopes[3], rate, root);
                decoder.replace(ops.call(manager, "sae_unit", decoder.now()));
                count(slopes[4].toFloatArray());
                left += slopes[5].toFloatArray()[0] / spec.batch();
                counted++;
            }
        }

        private void move(Moving moving, NDArray slope, double rate, double root) {
            moving.replace(
                    ops.callAll(
                            manager,
                            "adam",
                            moving.values[0],
                            moving.values[1],
                            moving.values[2],
                            slope,
                            rate,
                            root,
                            false));
        }

        private void count(float[] fired) {
            for (int i = 0; i < fired.length; i++) {
                silent[i] = fired[i] > 0 ? 0 : silent[i] + spec.batch();
            }
        }

        private float[] dead() {
            float[] dead = new float[silent.length];
            for (int i = 0; i < dead.length; i++) {
                dead[i] = silent[i] >= spec.deadAfter() ? 1 : 0;
            }
            return dead;
        }

        private int deadCount() {
            int count = 0;
            for (long tokens : silent) {
                count += tokens >= spec.deadAfter() ? 1 : 0;
            }
            return count;
        }

        SaeProgress report(int step) {
            double seconds = (System.nanoTime() - started) / 1e9;
            double relative = variance == 0 ? 0 : left / counted / variance;
            SaeProgress now = new SaeProgress(step, relative, deadCount(), seconds);
            history.add(now);
            left = 0;
            counted = 0;
            return now;
        }

        Sae result(SaeConfig config) throws FactorscopeException {
            float[] bias = encoderBias.now().toFloatArray();
            float[] centre = decoderBias.now().toFloatArray();
            for (int i = 0; i < bias.length; i++) {
                bias[i] = (float) (bias[i] / scale);
            }
            for (int i = 0; i < centre.length; i++) {
                centre[i] = (float) (centre[i] / scale);
            }
            return new Sae(
                    config,
                    encoder.now().toFloatArray(),
                    bias,
                    decoder.now().toFloatArray(),
                    centre,
                    new float[0]);
        }
    }
}
