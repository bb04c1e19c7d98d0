package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.tensor.TensorEngine;
import io.factorscope.core.tensor.TorchProgram;

/// Reads activations in terms of fitted factors: g = argmin over g ≥ 0 of ‖a − F g‖², all factors
/// together, by coordinate descent until nothing moves any more.
///
/// **Shapes**: F `[d, K]`, activations `[rows, d]`, g `[rows, K]`. **Threads**: the engine thread.
public final class Encoder implements AutoCloseable {
    private static final int SWEEPS = 20;
    private static final int MOST_ROUNDS = 100;

    /// Ends when no g moved by more than this share of the largest.
    private static final double STILL = 1e-5;

    /// The descent's floor is not an activation.
    private static final float NOTHING = 1e-12f;

    private final NDManager manager;
    private final TorchProgram ops;
    private final int d;
    private final int rank;
    private final NDArray f; // [K, d]
    private final NDArray q; // [K, K]

    /// An encoder for the factors of a fit.
    public Encoder(TensorEngine engine, Factorization fit) {
        this(engine, FitLoop.transpose(fit.f(), fit.d(), fit.rank()), fit.rank());
    }

    /// An encoder for `rank` directions `[rank, d]`, such as a tree level's.
    public Encoder(TensorEngine engine, float[] directions, int rank) {
        this.manager = engine.newManager();
        this.ops = TorchProgram.load(manager, SemiNmf.class, "seminmf.torchscript");
        this.rank = rank;
        this.d = directions.length / rank;
        this.f = manager.create(directions, new Shape(rank, d));
        this.q = ops.call(manager, "gram", f);
    }

    /// How many factors there are.
    public int rank() {
        return rank;
    }

    /// The activations of some rows `[rows, d]` as `[rows, K]`.
    ///
    /// **Errors**: cancellation.
    public float[] encode(float[] activations, JobContext context) throws CancelledException {
        return encode(activations, 0, context);
    }

    /// The same with only the `perToken` strongest factors of each row, 0 for all, chosen and then
    /// fitted again as a fit with factors per token does.
    ///
    /// **Errors**: cancellation.
    public float[] encode(float[] activations, int perToken, JobContext context)
            throws CancelledException {
        int rows = activations.length / d;
        try (NDManager scope = manager.newSubManager()) {
            NDArray a = scope.create(activations, new Shape(rows, d));
            NDArray p = ops.call(scope, "onto", f, a); // [K, rows]
            NDArray g = ops.call(scope, "descend", p.mul(0), p, q, SWEEPS);
            for (int round = 0; round < MOST_ROUNDS; round++) {
                context.checkpoint();
                NDArray next = ops.call(scope, "descend", g, p, q, SWEEPS);
                float[] moved = ops.call(scope, "moved", g, next).toFloatArray();
                g.close();
                g = next;
                if (moved[0] <= STILL * moved[1]) {
                    break;
                }
            }
            if (perToken > 0 && perToken < rank) {
                g = ops.call(scope, "winners", g, p, q, perToken);
            }
            float[] out = FitLoop.transpose(g.toFloatArray(), rank, rows);
            for (int i = 0; i < out.length; i++) {
                out[i] = out[i] <= NOTHING ? 0 : out[i];
            }
            return out;
        }
    }

    /// The same as a fit saw its tokens: rows scaled to unit norm (in place) where it did so, and
    /// only as many factors a token.
    ///
    /// **Errors**: cancellation.
    public float[] encodeAs(FitSpec spec, float[] activations, JobContext context)
            throws CancelledException {
        if (spec.weighting().unitNorm()) {
            toUnitNorm(activations);
        }
        return encode(activations, spec.factorsPerToken(), context);
    }

    private void toUnitNorm(float[] rows) {
        for (int from = 0; from < rows.length; from += d) {
            double sum = 0;
            for (int j = from; j < from + d; j++) {
                sum += (double) rows[j] * rows[j];
            }
            float by = (float) (sum > 0 ? 1 / Math.sqrt(sum) : 1);
            for (int j = from; j < from + d; j++) {
                rows[j] *= by;
            }
        }
    }

    /// F g `[rows, d]`: what the factors say of the activations that `g [rows, K]` came from.
    public float[] decode(float[] g) {
        int rows = g.length / rank;
        try (NDManager scope = manager.newSubManager()) {
            NDArray weights = scope.create(g, new Shape(rows, rank));
            NDArray out = weights.matMul(f);
            out.attach(scope);
            return out.toFloatArray();
        }
    }

    @Override
    public void close() {
        ops.close();
        manager.close();
    }
}
