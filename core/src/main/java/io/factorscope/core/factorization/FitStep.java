package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.factorscope.core.tensor.TorchProgram;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// One iteration of the fit on the device; see [SemiNmf] for the steps.
final class FitStep {
    private static final int REFIT_SWEEPS = 5;

    /// Iterations before tokens choose among factors, which must differ by then.
    private static final int DENSE_START = 5;

    /// A factor chosen by fewer tokens is dead and starts again on a token that is explained badly.
    private static final int LEAST_TOKENS = 5;

    /// Under this share of ‖A‖² the loss is summed from the residual: the short formula cancels.
    private static final double CANCELLATION = 1e-3;

    private final TorchProgram ops;
    private final RowBlocks blocks;
    private final FitSpec spec;
    private final int support;
    private final boolean sparse;
    private final double total;

    FitStep(NDManager manager, TorchProgram ops, RowBlocks blocks, FitSpec spec) {
        this.ops = ops;
        this.blocks = blocks;
        this.spec = spec;
        this.support = spec.support(blocks.d());
        this.sparse = support * 8L < blocks.d();
        try (NDManager scope = manager.newSubManager()) {
            this.total = number(blocks.sum(scope, "squared")[0]);
        }
    }

    /// What an iteration leaves for the next: AG `[K, d]`, GᵀG `[K, K]` and the columns' squared
    /// norms of the G that the blocks hold, with the F `[K, d]` it belongs to and the loss.
    static final class State implements AutoCloseable {
        private final NDArray ag;
        private final NDArray gtg;
        private final NDArray squares;
        private final @Nullable NDArray f;
        private final double loss;
        private final int[] dead;
        private final int[] twins;

        State(NDArray[] sums, @Nullable NDArray f, double loss, int[] dead, int[] twins) {
            this.ag = sums[0];
            this.gtg = sums[1];
            this.squares = sums[2];
            this.f = f;
            this.loss = loss;
            this.dead = dead;
            this.twins = twins;
        }

        /// The state of a G that no F belongs to yet.
        static State of(NDArray[] sums) {
            return new State(sums, null, Double.POSITIVE_INFINITY, new int[0], new int[0]);
        }

        double loss() {
            return loss;
        }

        /// Factors that did nothing.
        int dead() {
            return dead.length;
        }

        /// Factors with the direction of one before them.
        int duplicates() {
            return twins.length;
        }

        /// Factors that should start again.
        int[] useless() {
            return IntStream.concat(Arrays.stream(dead), Arrays.stream(twins))
                    .distinct()
                    .sorted()
                    .toArray();
        }

        /// Factors whose column of G is all but zero, or no number.
        int[] empty() {
            float[] norms = squares.toFloatArray();
            return IntStream.range(0, norms.length).filter(k -> !(norms[k] > 1e-16)).toArray();
        }

        /// F `[K, d]`.
        float[] features() {
            if (f == null) {
                throw new IllegalStateException("no iteration yet");
            }
            return f.toFloatArray();
        }

        @Override
        public void close() {
            ag.close();
            gtg.close();
            squares.close();
            if (f != null) {
                f.close();
            }
        }
    }

    /// ‖A‖².
    double total() {
        return total;
    }

    /// Whether this is the first iteration in which tokens choose among factors.
    boolean startsChoosing(int iteration) {
        return spec.factorsPerToken() > 0 && iteration == DENSE_START + 1;
    }

    private boolean chooses(int iteration) {
        return spec.factorsPerToken() > 0 && iteration > DENSE_START;
    }

    /// The state of the blocks' G as it is.
    State measured(NDManager manager) {
        return State.of(blocks.sum(manager, "sums"));
    }

    State next(NDManager manager, State from, double ridge, int iteration) {
        boolean choosing = chooses(iteration);
        try (NDManager scope = manager.newSubManager()) {
            NDArray[] scaled = features(scope, from, ridge);
            NDArray f = scaled[0]; // [K, d]
            NDArray q = ops.call(scope, "gram", f); // [K, K]
            boolean hals = spec.rule() == UpdateRule.HALS;
            int winners = choosing ? spec.factorsPerToken() : 0;
            NDArray[] sums =
                    blocks.update(scope, "advance", f, q, scaled[1], sparse, hals, winners);
            float[] health =
                    ops.call(scope, "health", q, sums[3], choosing ? LEAST_TOKENS : 1)
                            .toFloatArray();
            int[] dead = flagged(health, 0);
            if (choosing && dead.length > 0) {
                blocks.plant(dead, worst(f, dead.length), 0);
                sums = blocks.sum(scope, "measure", f, sparse);
            }
            double loss = total - number(ops.call(scope, "explained", sums[4], q, sums[1]));
            if (Double.isFinite(loss) && loss < CANCELLATION * total) {
                loss = number(blocks.sum(scope, "residual", f)[0]);
            }
            for (NDArray lasting : new NDArray[] {f, sums[0], sums[1], sums[2]}) {
                lasting.attach(manager);
            }
            return new State(sums, f, loss, dead, flagged(health, 1));
        }
    }

    /// F on its support, scaled by the norms of G's columns, and these norms.
    private NDArray[] features(NDManager scope, State from, double ridge) {
        NDArray f = ops.call(scope, "solve", from.ag, from.gtg, ridge);
        f = ops.call(scope, "keep", f, support);
        if (spec.rule() == UpdateRule.HALS) {
            f = ops.call(scope, "refit", f, from.ag, from.gtg, support, REFIT_SWEEPS);
        }
        return ops.callAll(scope, "scale", f, from.squares);
    }

    private int[] flagged(float[] health, int row) {
        int rank = spec.rank();
        return IntStream.range(0, rank).filter(k -> health[row * rank + k] > 0).toArray();
    }

    /// The tokens that F and the blocks' G explain worst.
    int[] worst(NDArray f, int count) {
        float[] errors = blocks.each("errors", f);
        PriorityQueue<Integer> found =
                new PriorityQueue<>(Comparator.comparingDouble(row -> errors[row]));
        for (int row = 0; row < errors.length; row++) {
            if (found.size() < count) {
                found.add(row);
            } else if (errors[row] > errors[found.element()]) {
                found.remove();
                found.add(row);
            }
        }
        int[] rows = new int[found.size()];
        for (int i = rows.length - 1; i >= 0; i--) {
            rows[i] = found.remove();
        }
        return rows;
    }

    /// ‖A − F Gᵀ‖² of the kept G, summed from the residual itself.
    double residual(NDManager manager, NDArray f) {
        try (NDManager scope = manager.newSubManager()) {
            return number(blocks.sumKept(scope, "residual", f)[0]);
        }
    }

    private static double number(NDArray scalar) {
        return scalar.toDoubleArray()[0];
    }
}
