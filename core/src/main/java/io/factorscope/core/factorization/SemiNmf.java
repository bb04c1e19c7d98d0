package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.store.NpyArray;
import io.factorscope.core.tensor.TensorEngine;
import io.factorscope.core.tensor.TorchProgram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Semi-nonnegative matrix factorization: A ≈ F Gᵀ with F sparse and signed, G ≥ 0.
///
/// Each iteration (`FitStep`):
/// 1. F = A G (GᵀG + ridge I)⁻¹, the inverse in double.
/// 2. In each column of F the largest `support` magnitudes stay; `hals` refits them.
/// 3. Columns of G get unit norm, F takes up the scale.
/// 4. G is updated from P = AᵀF and Q = FᵀF by the rule; where asked, each token keeps only its
///    strongest factors; the loss follows from the same P and Q.
///
/// The best F and G are kept; after `patience` iterations without better the fit ends. A loss that
/// is not a number goes back to the best with a ten times larger ridge.
///
/// **Shapes**: on the device A `[d, n]`, F `[K, d]`, G `[K, n]`. **Threads**: the engine thread.
/// **Source**: "Decomposing MLP Activations into Interpretable Features via Semi-Nonnegative Matrix
/// Factorization" (2025); updates after Ding, Li and Jordan (2010); HALS after Cichocki (2009).
public final class SemiNmf {
    private static final double BETTER = 1e-4;
    private static final int MAX_RECOVERIES = 5;

    private final TensorEngine engine;
    private final FitSpec spec;
    private final FitListener listener;
    private final List<String> log = new ArrayList<>();

    /// A fit to be run on `engine`.
    public SemiNmf(TensorEngine engine, FitSpec spec, FitListener listener) {
        this.engine = engine;
        this.spec = spec;
        this.listener = listener;
    }

    /// Fits `set`, from `start` `[n, K]` or from random numbers.
    ///
    /// **Errors**: those of the spec and the data; cancellation leaves nothing behind.
    public Factorization run(ActivationSet set, @Nullable NpyArray start, JobContext context)
            throws FactorscopeException {
        spec.check(set.n(), set.d());
        if (spec.rank() >= set.d()) {
            log.add("K is " + spec.rank() + ", not below the width " + set.d());
        }
        FitData data = FitData.of(set, spec.weighting());
        spec.check(data.kept(), data.d());
        float[] g0 = start == null ? random(spec.seed(), data.kept()) : given(start, set, data);
        try (NDManager manager = engine.newManager();
                TorchProgram ops =
                        TorchProgram.load(manager, SemiNmf.class, "seminmf.torchscript")) {
            Loop loop = new Loop(manager, ops, data, g0);
            loop.run(context);
            return loop.result(set.n());
        }
    }

    private float[] random(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] g = new float[spec.rank() * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < spec.rank(); k++) {
                g[k * n + i] = (float) Math.max(1e-6, random.nextDouble());
            }
        }
        return g;
    }

    private float[] given(NpyArray start, ActivationSet set, FitData data)
            throws FactorscopeException {
        if (start.size(0) != set.n() || start.size(1) != spec.rank()) {
            throw new FactorscopeException(
                    "FS-FIT-009",
                    "The start G has shape ["
                            + start.size(0)
                            + ", "
                            + start.size(1)
                            + "]; expected ["
                            + set.n()
                            + ", "
                            + spec.rank()
                            + "]: one row a token, one column a factor.");
        }
        for (float x : start.values()) {
            if (!(x >= 0) || Float.isInfinite(x)) {
                throw new FactorscopeException(
                        "FS-FIT-010",
                        "The start G holds "
                                + x
                                + "; expected finite numbers of 0 or more. Clip it first.");
            }
        }
        return data.contract(start.values(), spec.rank());
    }

    /// The state of one running fit.
    private final class Loop {
        private final NDManager manager;
        private final FitStep step;
        private final FitData data;
        private final double total;
        private final List<Iteration> history = new ArrayList<>();
        private FitStep.State now;
        private FitStep.@Nullable State best;
        private double bestLoss = Double.POSITIVE_INFINITY;
        private int bestAt;
        private double ridge = 1e-6;
        private int recoveries;

        Loop(NDManager manager, TorchProgram ops, FitData data, float[] g0) {
            this.manager = manager;
            this.data = data;
            Shape shape = new Shape(data.kept(), data.d());
            NDArray rows = manager.create(data.rows(), shape, DataType.FLOAT32);
            NDArray a = ops.call(manager, "columns", rows); // [d, n]
            rows.close();
            this.step = new FitStep(ops, a, spec);
            this.total = step.squaredNorm(manager);
            this.now = start(g0);
        }

        private FitStep.State start(float[] g0) {
            NDArray g = manager.create(g0, new Shape(spec.rank(), data.kept()));
            return step.start(manager, g);
        }

        void run(JobContext context) throws FactorscopeException {
            long began = System.nanoTime();
            for (int i = 1; i <= spec.iterations(); i++) {
                context.checkpoint();
                FitStep.State next = step.next(manager, now, ridge, total, i);
                boolean finite = Double.isFinite(next.loss());
                if (finite) {
                    double seconds = (System.nanoTime() - began) / 1e9;
                    report(new Iteration(i, next.loss(), next.loss() / total, seconds), context);
                    take(next, i);
                } else if (!recover(next, i)) {
                    break;
                }
                if (finite && (i - bestAt >= spec.patience() || context.stopRequested())) {
                    break;
                }
            }
        }

        private void report(Iteration iteration, JobContext context) {
            history.add(iteration);
            listener.iterated(iteration);
            context.progress(
                    "fitting " + spec.rule().id(),
                    iteration.number(),
                    spec.iterations(),
                    "iterations");
        }

        private void take(FitStep.State next, int i) {
            if (now != best) {
                now.close();
            }
            now = next;
            // From here on tokens choose: what came before has a lower loss but is another model.
            boolean another = step.startsChoosing(i);
            if (another || next.loss() < bestLoss - BETTER) {
                if (best != null) {
                    best.close();
                }
                best = next;
                bestLoss = next.loss();
                bestAt = i;
            }
        }

        /// Back to the best state, or to a new start, with a larger ridge; false when it is
        /// hopeless.
        private boolean recover(FitStep.State broken, int i) {
            broken.close();
            log.add("iteration " + i + ": loss not a number; ridge now " + 10 * ridge);
            ridge *= 10;
            if (now != best) {
                now.close();
            }
            now =
                    best == null
                            ? start(random(spec.seed() + 1 + recoveries, data.kept()))
                            : step.reseed(manager, best, log);
            return ++recoveries <= MAX_RECOVERIES;
        }

        Factorization result(int n) throws FactorscopeException {
            FitStep.State found = best;
            if (found == null) {
                throw new FactorscopeException(
                        "FS-FIT-011",
                        "The fit never reached a finite loss; expected data of moderate size."
                                + " Scale the activations or switch unit norm on.");
            }
            double exact = step.residual(manager, found);
            FitStep.Arrays arrays = found.arrays();
            Factorization.Manifest manifest =
                    new Factorization.Manifest(
                            spec,
                            exact,
                            exact / total,
                            bestAt,
                            List.copyOf(log),
                            Provenance.now(engine.deviceName(), spec.seed(), Map.of()));
            float[] f = transpose(arrays.f(), spec.rank(), data.d());
            float[] g = data.expand(arrays.g(), spec.rank(), n);
            return new Factorization(f, g, history, manifest);
        }
    }

    /// `[rows, columns]` to `[columns, rows]`.
    private static float[] transpose(float[] matrix, int rows, int columns) {
        float[] out = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                out[column * rows + row] = matrix[row * columns + column];
            }
        }
        return out;
    }
}
