package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.tensor.TorchProgram;

import java.util.List;

/// One iteration of the fit on the device; see [SemiNmf] for the steps.
final class FitStep {
    private static final int REFIT_SWEEPS = 5;
    private static final int DESCENT_SWEEPS = 2;

    /// Iterations before tokens choose among factors, which must differ by then.
    private static final int DENSE_START = 5;

    /// A factor chosen by fewer tokens is dead and starts again on a token that is explained badly.
    private static final int LEAST_TOKENS = 5;

    /// Under this share of ‖A‖² the loss is summed from the residual: the short formula cancels.
    private static final double CANCELLATION = 1e-3;

    private final TorchProgram ops;
    private final NDArray a;
    private final FitSpec spec;
    private final int support;
    private final boolean sparse;

    FitStep(TorchProgram ops, NDArray a, FitSpec spec) {
        this.ops = ops;
        this.a = a;
        this.spec = spec;
        int d = (int) a.getShape().get(0);
        this.support = spec.support(d);
        this.sparse = support * 8L < d;
    }

    /// F `[K, d]`, G `[K, n]` and GᵀG `[K, K]` after an iteration, with the loss they give.
    static final class State implements AutoCloseable {
        private final NDArray f;
        private final NDArray g;
        private final NDArray gtg;
        private final double loss;

        State(NDArray f, NDArray g, NDArray gtg, double loss) {
            this.f = f;
            this.g = g;
            this.gtg = gtg;
            this.loss = loss;
        }

        double loss() {
            return loss;
        }

        Arrays arrays() {
            return new Arrays(f.toFloatArray(), g.toFloatArray());
        }

        @Override
        public void close() {
            f.close();
            g.close();
            gtg.close();
        }
    }

    /// F `[K, d]` and G `[K, n]` as plain numbers.
    static final class Arrays {
        private final float[] f;
        private final float[] g;

        Arrays(float[] f, float[] g) {
            this.f = f;
            this.g = g;
        }

        float[] f() {
            return f;
        }

        float[] g() {
            return g;
        }
    }

    /// Whether this is the first iteration in which tokens choose among factors.
    boolean startsChoosing(int iteration) {
        return spec.factorsPerToken() > 0 && iteration == DENSE_START + 1;
    }

    double squaredNorm(NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            return number(ops.call(scope, "squared", a));
        }
    }

    /// The state before the first iteration; it has no F and no loss yet.
    State start(NDManager manager, NDArray g) {
        NDArray none = manager.zeros(new Shape(1));
        return new State(none, g, ops.call(manager, "gram", g), Double.POSITIVE_INFINITY);
    }

    State next(NDManager manager, State from, double ridge, double total, int iteration) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray ag = ops.call(scope, "collect", a, from.g); // [K, d]
            NDArray f = ops.call(scope, "solve", ag, from.gtg, ridge);
            f = ops.call(scope, "keep", f, support);
            if (spec.rule() == UpdateRule.HALS) {
                f = ops.call(scope, "refit", f, ag, from.gtg, support, REFIT_SWEEPS);
            }
            NDArray[] unit = ops.callAll(scope, "normalise", f, from.g);
            NDArray[] pq = ops.callAll(scope, "project", a, unit[0], sparse); // [K, n], [K, K]
            NDArray g =
                    spec.rule() == UpdateRule.MU
                            ? ops.call(scope, "multiply", unit[1], pq[0], pq[1])
                            : ops.call(scope, "descend", unit[1], pq[0], pq[1], DESCENT_SWEEPS);
            if (spec.factorsPerToken() > 0 && iteration > DENSE_START) {
                g = ops.call(scope, "winners", g, pq[0], pq[1], spec.factorsPerToken());
                g = ops.call(scope, "revive", a, unit[0], g, LEAST_TOKENS);
            }
            NDArray[] explained = ops.callAll(scope, "explained", g, pq[0], pq[1]);
            double loss = total - number(explained[0]);
            if (Double.isFinite(loss) && loss < CANCELLATION * total) {
                loss = number(ops.call(scope, "residual", a, unit[0], g));
            }
            unit[0].attach(manager);
            g.attach(manager);
            explained[1].attach(manager);
            return new State(unit[0], g, explained[1], loss);
        }
    }

    /// ‖A − F Gᵀ‖² summed from the residual itself.
    double residual(NDManager manager, State state) {
        try (NDManager scope = manager.newSubManager()) {
            return number(ops.call(scope, "residual", a, state.f, state.g));
        }
    }

    /// The same G with its dead columns put on the tokens that are explained worst.
    State reseed(NDManager manager, State state, List<String> log) {
        int rank = spec.rank();
        float[] g = state.g.toFloatArray();
        int n = g.length / rank;
        int[] worst;
        try (NDManager scope = manager.newSubManager()) {
            worst = largest(ops.call(scope, "errors", a, state.f, state.g).toFloatArray(), rank);
        }
        int used = 0;
        for (int k = 0; k < rank; k++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += g[k * n + i];
            }
            if (!(sum > 1e-8)) {
                java.util.Arrays.fill(g, k * n, (k + 1) * n, 1e-6f);
                g[k * n + worst[used++]] = 1;
                log.add("factor " + k + " was dead and starts again");
            }
        }
        return start(manager, manager.create(g, new Shape(rank, n)));
    }

    private static int[] largest(float[] values, int count) {
        return java.util.stream.IntStream.range(0, values.length)
                .boxed()
                .sorted((x, y) -> Float.compare(values[y], values[x]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double number(NDArray scalar) {
        return scalar.toDoubleArray()[0];
    }
}
