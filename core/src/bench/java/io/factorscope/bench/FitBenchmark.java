package io.factorscope.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Factorization, milliseconds an iteration at d = 3072, n = 4000, K = 100, 1 % of F kept, beside
/// the three dense products that a plain loop spends an iteration on (F, P, and the residual).
///
/// A fit's start (copying the data, its norm) is spread over its iterations.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 3)
public class FitBenchmark {
    private static final int D = 3072;
    private static final int N = 4000;
    private static final int K = 100;
    private static final int ITERATIONS = 40;
    private static final int NAIVE_ITERATIONS = 10;

    /// Data that look like activations after a GELU: mostly small and negative, some large.
    @State(Scope.Benchmark)
    public static class Data {
        ActivationSet set;
        NDManager manager;
        NDArray a;
        NDArray g;

        /// Draws them.
        @Setup
        public void draw() throws FactorscopeException {
            SplittableRandom random = new SplittableRandom(3);
            float[] rows = new float[N * D];
            for (int i = 0; i < rows.length; i++) {
                double x = 1.2 * random.nextGaussian() - 0.8;
                rows[i] = (float) (x / (1 + Math.exp(-1.702 * x)));
            }
            set = ActivationSet.ofValues(rows, N, D);
            manager = Models.engine().newManager();
            a = manager.create(rows, new Shape(N, D));
            g = manager.randomUniform(0, 1, new Shape(N, K));
        }

        /// Frees them.
        @TearDown
        public void close() {
            set.close();
            manager.close();
        }
    }

    private static double fit(Data data, UpdateRule rule) throws FactorscopeException {
        FitSpec spec = new FitSpec(K, 0.01, rule, ITERATIONS, 10_000, 1, 0, Weighting.REFERENCE);
        return new SemiNmf(Models.engine(), spec, iteration -> {})
                .run(data.set, null, JobContext.silent())
                .manifest()
                .loss();
    }

    /// Rule `mu`.
    @Benchmark
    @OperationsPerInvocation(ITERATIONS)
    public double mu(Data data) throws FactorscopeException {
        return fit(data, UpdateRule.MU);
    }

    /// Rule `hals`.
    @Benchmark
    @OperationsPerInvocation(ITERATIONS)
    public double hals(Data data) throws FactorscopeException {
        return fit(data, UpdateRule.HALS);
    }

    /// The plain loop: dense products and a residual matrix.
    @Benchmark
    @OperationsPerInvocation(NAIVE_ITERATIONS)
    public float plainLoop(Data data) {
        return PlainLoop.run(data.manager, data.a, data.g, NAIVE_ITERATIONS);
    }
}
