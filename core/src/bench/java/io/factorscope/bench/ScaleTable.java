package io.factorscope.bench;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.FitStorage;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Fits of more and more tokens at d = 1024, K = 100 (or `-Dbench.d`, `-Dbench.k`): time an
/// iteration, and the most anonymous memory (RssAnon of Linux) above what the engine has after a
/// first small fit.
///
/// Arguments: a folder for the data, then the numbers of tokens (10⁴, 10⁵ and 10⁶ where none).
public final class ScaleTable {
    private static final int D = Integer.getInteger("bench.d", 1024);
    private static final int K = Integer.getInteger("bench.k", 100);
    private static final int ITERATIONS = 4;
    private static final long PERIOD_MILLIS = 20;

    private ScaleTable() {}

    /// Prints the table.
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/bench/scale");
        List<Integer> sizes =
                arguments.length > 1
                        ? List.of(arguments).subList(1, arguments.length).stream()
                                .map(Integer::valueOf)
                                .toList()
                        : List.of(10_000, 100_000, 1_000_000);
        Files.createDirectories(folder);
        fit(data(folder, 2000), UpdateRule.HALS, folder);
        long engine = anonymous();
        System.out.printf("engine alone: %d MiB of anonymous memory%n", engine >> 20);
        System.out.println("| n | rule | s an iteration | MiB above the engine | relative loss |");
        System.out.println("|---|---|---|---|---|");
        for (int n : sizes) {
            Path file = data(folder, n);
            for (UpdateRule rule : UpdateRule.values()) {
                Peak peak = new Peak();
                Factorization fit = fit(file, rule, folder);
                long most = peak.end();
                Iteration first = fit.history().getFirst();
                Iteration last = fit.history().getLast();
                double each = (last.seconds() - first.seconds()) / (ITERATIONS - 1);
                System.out.printf(
                        Locale.ROOT,
                        "| %,d | %s | %.3f | %d | %.4f |%n",
                        n,
                        rule.id(),
                        each,
                        (most - engine) >> 20,
                        fit.manifest().relative());
            }
        }
    }

    private static Path data(Path folder, int n) throws FactorscopeException {
        Path file = folder.resolve("gelu-" + n + "x" + D + ".npy");
        if (!Files.exists(file)) {
            Gelu.write(file, n, D);
        }
        return file;
    }

    private static Factorization fit(Path file, UpdateRule rule, Path scratch)
            throws FactorscopeException {
        FitSpec spec = new FitSpec(K, 0.02, rule, ITERATIONS, 1000, 1, 0, Weighting.REFERENCE);
        try (ActivationSet set = ActivationSet.open(file)) {
            FitStorage storage = FitStorage.usual().scratchIn(scratch);
            return new SemiNmf(Models.engine(), spec, iteration -> {}, storage)
                    .run(set, null, JobContext.silent());
        }
    }

    /// The most anonymous memory seen until it is ended.
    private static final class Peak {
        private final Thread watch = Thread.ofPlatform().daemon().start(this::look);
        private volatile long most;
        private volatile boolean ended;

        private void look() {
            try {
                while (!ended) {
                    most = Math.max(most, anonymous());
                    Thread.sleep(PERIOD_MILLIS);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        long end() throws InterruptedException {
            ended = true;
            watch.join();
            return most;
        }
    }

    private static long anonymous() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("RssAnon:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("no RssAnon in /proc/self/status");
    }
}
