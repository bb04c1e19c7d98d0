package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.tensor.TorchProgram;

import java.util.SplittableRandom;

/// The ways in which G can begin.
///
/// `svd`: A = UΣVᵀ; G is Σ^½Vᵀ clipped at 1e-6, the sign of each pair chosen so that the larger
/// part of v stays. Up to width 1,024 from the eigenvectors of AAᵀ, in double; above, from a random
/// subspace of K + 16 directions after six power steps (Halko, Martinsson and Tropp, 2011).
///
/// `kmeans`: 15 Lloyd steps from K tokens drawn without repetition.
///
/// **Randomness**: the seed decides.
final class Starts {
    private static final double LEAST = 1e-6;
    private static final int EXACT_WIDTH = 1024;
    private static final int SPARE = 16;
    private static final int POWER_STEPS = 6;
    private static final int LLOYD_STEPS = 15;

    private final TorchProgram ops;
    private final RowBlocks blocks;
    private final int rank;

    Starts(TorchProgram ops, RowBlocks blocks, int rank) {
        this.ops = ops;
        this.blocks = blocks;
        this.rank = rank;
    }

    void begin(Start start, long seed, NDManager manager, JobContext context)
            throws FactorscopeException {
        try (NDManager scope = manager.newSubManager()) {
            switch (start) {
                case RANDOM -> random(seed);
                case SVD -> svd(seed, scope, context);
                case KMEANS -> kmeans(seed, scope, context);
            }
        }
    }

    void random(long seed) throws FactorscopeException {
        SplittableRandom random = new SplittableRandom(seed);
        blocks.fill((first, count, into) -> {
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < rank; k++) {
                    into[k * count + i] = (float) Math.max(LEAST, random.nextDouble());
                }
            }
        });
    }

    private void svd(long seed, NDManager scope, JobContext context) throws FactorscopeException {
        int d = blocks.d();
        NDArray[] pairs =
                d <= EXACT_WIDTH
                        ? ops.callAll(scope, "eigen", blocks.sum(scope, "covariance")[0])
                        : subspace(seed, scope, context);
        double[] squares = pairs[0].toDoubleArray();
        double[] vectors = pairs[1].toDoubleArray(); // [any, d], largest first
        float[] u = new float[rank * d];
        for (int k = 0; k < Math.min(rank, squares.length); k++) {
            double sigma = Math.sqrt(Math.max(squares[k], 0));
            for (int j = 0; j < d && sigma > 0; j++) {
                u[k * d + j] = (float) (vectors[k * d + j] / Math.sqrt(sigma));
            }
        }
        NDArray[] parts = blocks.sum(scope, "parts", scope.create(u, new Shape(rank, d)));
        float[] up = parts[0].toFloatArray();
        float[] down = parts[1].toFloatArray();
        for (int k = 0; k < rank; k++) {
            for (int j = 0; j < d && down[k] > up[k]; j++) {
                u[k * d + j] = -u[k * d + j];
            }
        }
        blocks.update(scope, "clipped", scope.create(u, new Shape(rank, d)));
    }

    /// The largest eigenvalues and vectors of AAᵀ within a random subspace.
    private NDArray[] subspace(long seed, NDManager scope, JobContext context)
            throws FactorscopeException {
        int d = blocks.d();
        int width = Math.min(d, rank + SPARE);
        SplittableRandom random = new SplittableRandom(seed);
        float[] draws = new float[width * d];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = (float) random.nextGaussian();
        }
        NDArray q = ops.call(scope, "orthonormal", scope.create(draws, new Shape(width, d)));
        for (int step = 0; step < POWER_STEPS; step++) {
            context.checkpoint();
            context.progress("singular vectors", step, POWER_STEPS + 1, "passes");
            NDArray z = blocks.sum(scope, "spread", ops.call(scope, "single", q))[0];
            q = ops.call(scope, "orthonormal", z);
        }
        NDArray z = blocks.sum(scope, "spread", ops.call(scope, "single", q))[0];
        NDArray[] small = ops.callAll(scope, "eigen", ops.call(scope, "rayleigh", z, q));
        return new NDArray[] {small[0], small[1].matMul(q)};
    }

    private void kmeans(long seed, NDManager scope, JobContext context)
            throws FactorscopeException {
        int[] rows = distinct(new SplittableRandom(seed), blocks.n());
        NDArray c = scope.create(blocks.activations(rows), new Shape(rank, blocks.d()));
        for (int step = 0; step < LLOYD_STEPS; step++) {
            context.checkpoint();
            context.progress("clustering", step, LLOYD_STEPS, "steps");
            NDArray[] sums = blocks.sum(scope, "lloyd", c);
            c = ops.call(scope, "centres", c, sums[0], sums[1]);
        }
        blocks.update(scope, "assign", c);
    }

    /// K different numbers below `n`, by a partial shuffle.
    private int[] distinct(SplittableRandom random, int n) {
        int[] order = java.util.stream.IntStream.range(0, n).toArray();
        for (int k = 0; k < rank; k++) {
            int other = k + random.nextInt(n - k);
            int swapped = order[k];
            order[k] = order[other];
            order[other] = swapped;
        }
        return java.util.Arrays.copyOf(order, rank);
    }
}
