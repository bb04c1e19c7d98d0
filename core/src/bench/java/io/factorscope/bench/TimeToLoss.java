package io.factorscope.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.factorization.Reseed;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.factorization.Start;
import io.factorscope.core.factorization.Stops;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// How long each rule and start takes to the loss that `mu` from random numbers has after so many
/// iterations, at d = 3072, n = 4000, K = 100, 1 % of F kept.
///
/// Beside them the time of as many iterations of [PlainLoop], the fastest of a few short runs.
/// Arguments: a folder for the data, then the iterations (500 where none).
public final class TimeToLoss {
    private static final int N = 4000;
    private static final int D = 3072;
    private static final int K = 100;
    private static final int PLAIN_RUNS = 5;
    private static final int PLAIN_ITERATIONS = 10;

    private TimeToLoss() {}

    /// Prints the table.
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/bench/scale");
        int iterations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        Files.createDirectories(folder);
        Path file = folder.resolve("gelu-loss.npy");
        if (!Files.exists(file)) {
            Gelu.write(file, N, D);
        }
        try (ActivationSet set = ActivationSet.open(file)) {
            FitSpec random =
                    new FitSpec(
                            K, 0.01, UpdateRule.MU, iterations, 10_000, 1, 0, Weighting.REFERENCE);
            List<Iteration> mu = run(set, random);
            double target = mu.stream().mapToDouble(Iteration::relative).min().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "mu, random, %d iterations: relative loss %.5f in %.1f s%n",
                    iterations,
                    target,
                    mu.getLast().seconds());
            double plain = iterations * plainIteration(set);
            System.out.printf(
                    Locale.ROOT, "plain loop, %d iterations: %.1f s%n", iterations, plain);
            System.out.println("| rule | start | iterations | s | sooner | relative loss |");
            System.out.println("|---|---|---|---|---|---|");
            for (UpdateRule rule : UpdateRule.values()) {
                for (Start start : Start.values()) {
                    FitSpec spec =
                            new FitSpec(
                                    K,
                                    0.01,
                                    rule,
                                    iterations,
                                    10_000,
                                    1,
                                    0,
                                    Weighting.REFERENCE,
                                    start,
                                    new Stops(1e-4, false, 0, target),
                                    Reseed.AUTO);
                    long began = System.nanoTime();
                    List<Iteration> history = run(set, spec);
                    double took = (System.nanoTime() - began) / 1e9;
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | %s | %d | %.2f | %.0f× | %.5f |%n",
                            rule.id(),
                            start.id(),
                            history.size(),
                            took,
                            plain / took,
                            history.getLast().relative());
                }
            }
        }
    }

    /// Seconds of the fastest of a few short runs of [PlainLoop].
    private static double plainIteration(ActivationSet set) throws FactorscopeException {
        float[] rows = new float[N * D];
        float[] row = new float[D];
        for (int i = 0; i < N; i++) {
            set.row(i, row);
            System.arraycopy(row, 0, rows, i * D, D);
        }
        double best = Double.MAX_VALUE;
        try (NDManager manager = Models.engine().newManager()) {
            NDArray a = manager.create(rows, new Shape(N, D));
            NDArray g = manager.randomUniform(0, 1, new Shape(N, K));
            for (int repeat = 0; repeat < PLAIN_RUNS; repeat++) {
                long began = System.nanoTime();
                PlainLoop.run(manager, a, g, PLAIN_ITERATIONS);
                best = Math.min(best, (System.nanoTime() - began) / 1e9 / PLAIN_ITERATIONS);
            }
        }
        return best;
    }

    private static List<Iteration> run(ActivationSet set, FitSpec spec)
            throws FactorscopeException {
        return new SemiNmf(Models.engine(), spec, iteration -> {})
                .run(set, null, JobContext.silent())
                .history();
    }
}
