package io.factorscope.core.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/// How fast this machine computes: measured once, then remembered in the cache folder.
///
/// **Units**: `flops` floating-point operations a second in a product of two matrices (a multiply
/// and an add are two), `bytes` a second read in a product of a matrix with a vector.
public record ComputeSpeed(double flops, double bytes) {
    private static final int SIZE = 1024;
    private static final int TALL = 16 * SIZE;
    private static final long LEAST_NANOS = 200_000_000;
    private static final int LEAST_ROUNDS = 3;

    /// What was measured before for this choice, or null.
    public static @Nullable ComputeSpeed remembered(DeviceChoice choice, int threads) {
        Path file = file(choice, threads);
        try {
            ComputeSpeed speed =
                    Files.isRegularFile(file) ? Json.read(file, ComputeSpeed.class) : null;
            return speed != null && speed.flops > 0 && speed.bytes > 0 ? speed : null;
        } catch (FactorscopeException broken) {
            // A cache: what cannot be read is measured again.
            return null;
        }
    }

    /// What was measured before, or is measured now.
    ///
    /// **Cost**: under a second once. **Threads**: the engine thread.
    public static ComputeSpeed of(DeviceChoice choice, int threads) throws FactorscopeException {
        ComputeSpeed known = remembered(choice, threads);
        if (known != null) {
            return known;
        }
        ComputeSpeed measured = measure(TensorEngine.start(choice, threads));
        Json.write(file(choice, threads), measured);
        return measured;
    }

    private static Path file(DeviceChoice choice, int threads) {
        String device = choice.kind().name() + "-" + choice.index() + "-" + threads;
        return CacheFolder.path().resolve("compute-speed-" + device + ".json");
    }

    /// Measures, on small blocks.
    static ComputeSpeed measure(TensorEngine engine) {
        try (NDManager manager = engine.newManager()) {
            NDArray a = manager.ones(new Shape(SIZE, SIZE)).div(SIZE);
            NDArray tall = manager.ones(new Shape(TALL, SIZE));
            NDArray vector = manager.ones(new Shape(SIZE, 1));
            double product = seconds(() -> a.matMul(a));
            double reading = seconds(() -> tall.matMul(vector));
            return new ComputeSpeed(
                    2.0 * SIZE * SIZE * SIZE / product, 4.0 * TALL * SIZE / reading);
        }
    }

    /// The shortest of several rounds: what disturbs a round only makes it longer.
    private static double seconds(Supplier<NDArray> work) {
        long best = Long.MAX_VALUE;
        long began = System.nanoTime();
        for (int i = 0; i < LEAST_ROUNDS || System.nanoTime() - began < LEAST_NANOS; i++) {
            long start = System.nanoTime();
            try (NDArray result = work.get();
                    NDArray sum = result.sum()) {
                // Reading a number waits for a device that works on its own.
                float done = sum.getFloat();
                if (!Float.isNaN(done)) {
                    best = Math.min(best, System.nanoTime() - start);
                }
            }
        }
        return best / 1e9;
    }
}
