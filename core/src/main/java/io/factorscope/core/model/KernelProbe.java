package io.factorscope.core.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.CacheFolder;
import io.factorscope.core.tensor.TorchProgram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Finds the fastest [Kernel] for this processor and this model's matrices, once, and remembers it
/// in the cache folder's `kernels.json`.
///
/// **Cost**: one to three seconds the first time. **Randomness**: none in the results' meaning, but
/// kernels round differently, so that two machines may differ in the last digits.
final class KernelProbe {
    /// Enough numbers not to fit in a processor's cache, few enough to be quick.
    private static final long ENOUGH = 1 << 24;

    private static final int FEW = 8;
    private static final int MANY = 64;
    private static final int REPEATS = 3;

    private final NDManager manager;
    private final TorchProgram ops;
    private final Weights weights;
    private final List<NDArray> matrices;
    private final boolean onednn;

    /// A probe on some of the weights' matrices.
    KernelProbe(
            NDManager manager,
            TorchProgram ops,
            Weights weights,
            List<NDArray> matrices,
            boolean onednn) {
        this.manager = manager;
        this.ops = ops;
        this.weights = weights;
        this.matrices = List.copyOf(matrices);
        this.onednn = onednn;
    }

    /// What is set by `-Dfactorscope.kernel`, else what is remembered, else what is fastest now.
    Kernel.Choice choose(int threads) throws FactorscopeException {
        String set = System.getProperty("factorscope.kernel", "");
        if (!set.isEmpty()) {
            return Kernel.parse(set, weights.half());
        }
        if (!onednn && !weights.half()) {
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
        Kernel.Choice choice = probe();
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
                + " kernels, "
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

    private Kernel.Choice probe() {
        long fit = Math.clamp(ENOUGH / matrices.getFirst().size(), 1, matrices.size());
        List<NDArray> used = matrices.subList(0, (int) fit);
        Timed one = fastest(used, 1);
        Timed few = fastest(used, FEW);
        Timed many = fastest(used, MANY);
        boolean packed = onednn && packedIn(used) < few.nanos;
        return new Kernel.Choice(one.kernel, few.kernel, many.kernel, packed);
    }

    private record Timed(Kernel kernel, double nanos) {}

    private Timed fastest(List<NDArray> used, int rows) {
        Timed best =
                new Timed(weights.half() ? Kernel.WIDENED : Kernel.PLAIN, Double.POSITIVE_INFINITY);
        for (Kernel kernel : Kernel.values()) {
            if (kernel.half() == weights.half()
                    && kernel.takes(rows)
                    && (onednn || !kernel.onednn())) {
                double time = time(kernel, used, rows, best.nanos);
                if (time < best.nanos) {
                    best = new Timed(kernel, time);
                }
            }
        }
        return best;
    }

    /// How long a few rows take through packed matrices.
    private double packedIn(List<NDArray> used) {
        Kernel kernel = Kernel.ofPacked(weights.half());
        double none = Double.POSITIVE_INFINITY;
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> packed = used.stream().map(w -> weights.pack(scope, w)).toList();
            return time(kernel, packed, FEW, none);
        } catch (EngineException e) {
            return none;
        }
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
