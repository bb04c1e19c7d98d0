package io.factorscope.core.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.CacheFolder;
import io.factorscope.core.tensor.Crew;
import io.factorscope.core.tensor.HostMatrix;
import io.factorscope.core.tensor.RowProduct;
import io.factorscope.core.tensor.TorchProgram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Finds the fastest [Kernel] for this processor and this model's matrices, once, and remembers it
/// in the cache folder's `kernels.json`.
///
/// **Cost**: some three seconds the first time. **Randomness**: none in the results' meaning, but
/// kernels round differently, so that two machines may differ in the last digits.
final class KernelProbe {
    /// Enough numbers not to fit in a processor's cache, few enough to be quick.
    private static final long ENOUGH = 1 << 24;

    private static final int FEW = 8;
    private static final int MANY = 64;
    private static final int REPEATS = 3;
    private static final int[] DIRECT = {1, 4, 8, 16, 32, Kernel.Choice.MOST_DIRECT};
    private static final int COMPILED = 4;
    private static final long WARM = 700_000_000; // ns, in which Java compiles its own products
    private static final int SETTLED = 10; // repeats without a notably better one: it has
    private static final double NOTABLY = 0.9;

    /// How much longer than the engine's ours may take in a product: a step of the engine's has
    /// more around its products (docs/benchmarks.md).
    private static final double ALLOWED = 1.5;

    private final NDManager manager;
    private final TorchProgram ops;
    private final Weights weights;
    private final List<NDArray> matrices;
    private final List<HostMatrix> hosts;
    private final boolean onednn;

    /// A probe on some of the weights' matrices, and on the same ones for [DirectSteps], where
    /// those can be taken.
    KernelProbe(
            TorchProgram ops,
            Weights weights,
            List<NDArray> matrices,
            List<HostMatrix> hosts,
            boolean onednn) {
        this.manager = matrices.getFirst().getManager();
        this.ops = ops;
        this.weights = weights;
        this.matrices = List.copyOf(matrices);
        this.hosts = List.copyOf(hosts);
        this.onednn = onednn;
    }

    /// What is set by `-Dfactorscope.kernel`, else what is remembered, else what is fastest now.
    Kernel.Choice choose(int threads) throws FactorscopeException {
        String set = System.getProperty("factorscope.kernel", "");
        if (!set.isEmpty()) {
            return Kernel.parse(set, weights.half(), !hosts.isEmpty());
        }
        if (!onednn && !weights.half() && hosts.isEmpty()) {
            return Kernel.Choice.of(Kernel.PLAIN);
        }
        Path file = CacheFolder.path().resolve("kernels.json");
        String key = key(threads);
        ObjectNode known = remembered(file);
        if (known.has(key)) {
            try {
                return Json.mapper().treeToValue(known.get(key), Kernel.Choice.class);
            } catch (IOException e) {
                known.remove(key);
            }
        }
        Kernel.Choice choice = probe(threads);
        known.set(key, Json.mapper().valueToTree(choice));
        Json.write(file, known);
        return choice;
    }

    private static ObjectNode remembered(Path file) {
        try {
            if (Files.isRegularFile(file) && Json.readTree(file) instanceof ObjectNode known) {
                return known;
            }
        } catch (FactorscopeException e) {
            // A cache that cannot be read is made again.
        }
        return Json.mapper().createObjectNode();
    }

    /// Tells machines apart, and releases with more kernels to choose from.
    private String key(int threads) {
        Shape shape = matrices.getFirst().getShape();
        return processor()
                + ", "
                + Kernel.values().length
                + (hosts.isEmpty() ? " kernels, " : " kernels and tiles, ")
                + threads
                + " threads, "
                + (weights.half() ? "bfloat16 " : "float32 ")
                + shape;
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name") || line.startsWith("flags"))
                    .limit(2)
                    .map(String::hashCode)
                    .map(Integer::toHexString)
                    .reduce(System.getProperty("os.arch"), (a, b) -> a + " " + b);
        } catch (IOException | RuntimeException e) {
            String windows = System.getenv("PROCESSOR_IDENTIFIER");
            return windows == null ? System.getProperty("os.arch") : windows;
        }
    }

    private Kernel.Choice probe(int threads) {
        long fit = Math.clamp(ENOUGH / matrices.getFirst().size(), 1, matrices.size());
        List<NDArray> used = matrices.subList(0, (int) fit);
        Timed one = fastest(used, 1);
        Timed few = fastest(used, FEW);
        Timed many = fastest(used, MANY);
        Kernel.Choice engine = new Kernel.Choice(one.kernel, few.kernel, many.kernel, 0);
        int direct = hosts.isEmpty() ? 0 : direct(used, engine, threads);
        return new Kernel.Choice(one.kernel, few.kernel, many.kernel, direct);
    }

    /// Up to how many rows a step with Java's own product is faster than the engine's.
    private int direct(List<NDArray> used, Kernel.Choice engine, int threads) {
        int direct = 0;
        try (Crew crew = new Crew(threads)) {
            RowProduct product = new RowProduct(crew);
            for (int rows : DIRECT) {
                double theirs = time(engine.forRows(rows), used, rows, Double.POSITIVE_INFINITY);
                if (time(product, used.size(), rows) <= ALLOWED * theirs) {
                    direct = rows;
                }
            }
        }
        return direct;
    }

    private double time(RowProduct product, int count, int rows) {
        int widest =
                hosts.stream().mapToInt(w -> Math.max(w.inputs(), w.outputs())).max().orElse(1);
        float[] x = new float[rows * widest];
        float[] y = new float[rows * widest];
        // One row and four have code of their own; more rows use that of four.
        boolean cold = rows <= COMPILED;
        long warm = System.nanoTime() + (cold ? WARM : 0);
        double best = Double.POSITIVE_INFINITY;
        int since = 0;
        while (since < (cold ? SETTLED : REPEATS) || System.nanoTime() < warm) {
            long began = System.nanoTime();
            for (HostMatrix w : hosts.subList(0, count)) {
                product.multiply(w, x, rows, y);
            }
            double took = System.nanoTime() - began;
            since = took < NOTABLY * best ? 0 : since + 1;
            best = Math.min(best, took);
        }
        return best;
    }

    private record Timed(Kernel kernel, double nanos) {}

    private Timed fastest(List<NDArray> used, int rows) {
        Timed best =
                new Timed(weights.half() ? Kernel.WIDENED : Kernel.PLAIN, Double.POSITIVE_INFINITY);
        for (Kernel kernel : Kernel.values()) {
            if (kernel.half() == weights.half() && (onednn || !kernel.onednn())) {
                double time = time(kernel, used, rows, best.nanos);
                if (time < best.nanos) {
                    best = new Timed(kernel, time);
                }
            }
        }
        return best;
    }

    /// The best of a few repeats, in ns; infinite where the processor cannot do it.
    private double time(Kernel kernel, List<NDArray> used, int rows, double givenUpAt) {
        double best = Double.POSITIVE_INFINITY;
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> inputs =
                    used.stream()
                            .map(w -> scope.ones(new Shape(1, rows, w.getShape().get(1))))
                            .toList();
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                long began = System.nanoTime();
                for (int i = 0; i < used.size(); i++) {
                    NDArray w = used.get(i);
                    ops.call(scope, "linear", inputs.get(i), w, weights.none, kernel.op()).close();
                }
                best = Math.min(best, (double) (System.nanoTime() - began));
                if (best > 3 * givenUpAt) {
                    break;
                }
            }
        } catch (EngineException e) {
            return Double.POSITIVE_INFINITY;
        }
        return best;
    }
}
