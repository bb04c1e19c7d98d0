package io.factorscope.core.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.Fixtures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/// Products, functions and threads of what decodes without the engine.
@Timeout(60)
class RowProductTest {
    // Shorter and longer than any vector, with and without a rest.
    private static final int[] LENGTHS = {1, 3, 16, 47, 64, 130, 256, 275, 320};

    private static float[] random(Random random, int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return out;
    }

    private static TorchProgram program(NDManager manager) {
        // The same text as the models' own program: `corner` and `place` are among its methods.
        return TorchProgram.load(
                manager,
                RowProduct.class,
                "/io/factorscope/core/model/no-onednn.torchscript",
                "/io/factorscope/core/model/transformer.torchscript");
    }

    private static void check(HostMatrix w, float[] numbers, Random random, int rows) {
        float[] x = random(random, rows * w.inputs());
        float[] expected = new float[rows * w.outputs()];
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < w.outputs(); o++) {
                double sum = 0;
                for (int i = 0; i < w.inputs(); i++) {
                    int at = w.byInputs ? i * w.outputs() + o : o * w.inputs() + i;
                    sum += (double) numbers[at] * x[row * w.inputs() + i];
                }
                expected[row * w.outputs() + o] = (float) sum;
            }
        }
        float[] one = product(w, x, rows, 1);
        assertArrayEquals(expected, one, 1e-4f, w.outputs() + " × " + w.inputs() + ", " + rows);
        assertArrayEquals(one, product(w, x, rows, 3), "another number of threads");
    }

    /// Numbers that lie in memory after `skipped` others, as those of a file do.
    private static NDArray stored(NDManager manager, float[] numbers, int skipped) {
        float[] all = new float[skipped + numbers.length];
        System.arraycopy(numbers, 0, all, skipped, numbers.length);
        return manager.create(all).get(skipped + ":");
    }

    private static float[] product(HostMatrix w, float[] x, int rows, int threads) {
        float[] y = random(new Random(7), rows * w.outputs()); // what was there does not matter
        try (Crew crew = new Crew(threads)) {
            new RowProduct(crew).multiply(w, x, rows, y);
        }
        return y;
    }

    @Test
    void productsOfEveryShapeAreThoseOfTheirDefinitionWhateverTheThreads() throws Exception {
        assertTrue(VectorModule.isLoaded(), "this build starts Java with the Vector API");
        Random random = new Random(1);
        try (NDManager manager = Fixtures.engine().newManager();
                TorchProgram ops = program(manager)) {
            for (int out : LENGTHS) {
                for (int in : LENGTHS) {
                    float[] numbers = random(random, out * in);
                    NDArray stored = stored(manager, numbers, (out + in) % 5).reshape(out, in);
                    HostMatrix w = HostMatrix.of(ops, stored, false);
                    NDArray half = ops.call(manager, "place", stored, stored, 15);
                    HostMatrix rounded = HostMatrix.of(ops, half, true);
                    float[] widened = ops.call(manager, "place", half, stored, 6).toFloatArray();
                    for (int rows : new int[] {1, 2, 5, 8}) {
                        check(w, numbers, random, rows);
                        check(w.turned(), numbers, random, rows);
                        check(rounded, widened, random, rows);
                        check(rounded.turned(), widened, random, rows);
                    }
                }
            }
        }
    }

    @Test
    void aRowOfSeveralGetsTheSameNumbersWhateverTheOthers() throws Exception {
        Random random = new Random(4);
        try (NDManager manager = Fixtures.engine().newManager();
                TorchProgram ops = program(manager)) {
            NDArray stored = manager.create(random(random, 130 * 47), new Shape(130, 47));
            HostMatrix outputs = HostMatrix.of(ops, stored, false);
            for (HostMatrix w : List.of(outputs, outputs.turned())) {
                float[] x = random(random, 7 * w.inputs());
                float[] all = product(w, x, 7, 2);
                float[] two = product(w, x, 2, 2);
                assertArrayEquals(two, Arrays.copyOf(all, two.length));
            }
        }
    }

    @Test
    void productsThatFollowEachOtherAgainAndAgainAreTheSameAsAlone() throws Exception {
        Random random = new Random(5);
        try (NDManager manager = Fixtures.engine().newManager();
                TorchProgram ops = program(manager);
                Crew crew = new Crew(3)) {
            List<HostMatrix> order = new ArrayList<>();
            for (int width : new int[] {1, 47, 700}) {
                NDArray wide = manager.create(random(random, 300 * width), new Shape(300, width));
                HostMatrix outputs = HostMatrix.of(ops, wide, false);
                NDArray half = ops.call(manager, "place", wide, wide, 15);
                order.add(outputs);
                order.add(outputs.turned());
                order.add(HostMatrix.of(ops, half, true));
                order.add(HostMatrix.of(ops, half, true).turned());
            }
            RowProduct product = new RowProduct(crew);
            for (int round = 0; round < 20; round++) {
                for (HostMatrix w : order) {
                    float[] x = random(random, w.inputs());
                    float[] y = new float[w.outputs()];
                    product.multiply(w, x, 1, y);
                    assertArrayEquals(product(w, x, 1, 1), y);
                }
            }
        }
    }

    @Test
    void aHeadsProductsAreThoseOfTheirDefinition() throws Exception {
        Random random = new Random(3);
        try (NDManager manager = Fixtures.engine().newManager();
                TorchProgram ops = program(manager)) {
            for (int seen : LENGTHS) {
                for (int d : LENGTHS) {
                    float[] k = random(random, seen * d);
                    float[] v = random(random, seen * d);
                    NDArray keys = stored(manager, k, d % 3).reshape(seen, d);
                    NDArray values = manager.create(v, new Shape(seen, d));
                    HeadProducts head =
                            new HeadProducts(
                                    HostMatrix.of(ops, keys, false),
                                    HostMatrix.of(ops, values, false));
                    float[] q = random(random, d + 1);
                    float[] shares = random(random, seen + 1);
                    float[] scores = new float[seen + 1];
                    float[] out = new float[d + 1];
                    head.scores(q, 1, scores, 1);
                    head.gather(shares, 1, out, 1);
                    for (int i = 0; i < seen; i++) {
                        double sum = 0;
                        for (int j = 0; j < d; j++) {
                            sum += (double) q[j + 1] * k[i * d + j];
                        }
                        assertEquals(sum, scores[i + 1], 1e-4);
                    }
                    for (int j = 0; j < d; j++) {
                        double sum = 0;
                        for (int i = 0; i < seen; i++) {
                            sum += (double) shares[i + 1] * v[i * d + j];
                        }
                        assertEquals(sum, out[j + 1], 1e-4);
                    }
                }
            }
        }
    }

    @Test
    void aMatrixThatDoesNotLieInOnePieceIsRefused() throws Exception {
        try (NDManager manager = Fixtures.engine().newManager();
                TorchProgram ops = program(manager)) {
            NDArray some = manager.zeros(new Shape(4, 6)).get(":, 1:3");
            assertThrows(IllegalArgumentException.class, () -> HostMatrix.of(ops, some, false));
        }
    }

    @Test
    void functionsAreThoseOfTheirDefinition() {
        for (int count : LENGTHS) {
            float[] x = random(new Random(count), count);
            x[0] = -30;
            float[] gelu = x.clone();
            float[] silu = x.clone();
            float[] capped = x.clone();
            float[] shares = x.clone();
            VectorMath.gelu(gelu, 0, count);
            VectorMath.silu(silu, 0, count);
            VectorMath.softCap(capped, 0, count, 2);
            VectorMath.softmax(shares, 0, count);
            float[] twice = new float[count + 1];
            System.arraycopy(x, 0, twice, 1, count);
            VectorMath.add(twice, 1, x);
            double sum = 0;
            for (float each : x) {
                sum += Math.exp(each);
            }
            for (int i = 0; i < count; i++) {
                double v = x[i];
                double inner = Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v);
                assertEquals(v / 2 * (1 + Math.tanh(inner)), gelu[i], 1e-5);
                assertEquals(v / (1 + Math.exp(-v)), silu[i], 1e-5);
                assertEquals(2 * Math.tanh(v / 2), capped[i], 1e-5);
                assertEquals(Math.exp(v) / sum, shares[i], 1e-5);
                assertEquals(x[i] + x[i], twice[i + 1]);
            }
        }
    }

    @Test
    void theNumbersAreTheSameBeforeAndAfterJavaHasCompiledWhatComputesThem() throws Exception {
        Random random = new Random(2);
        try (NDManager manager = Fixtures.engine().newManager();
                TorchProgram ops = program(manager)) {
            float[] numbers = random(random, 96 * 160);
            NDArray stored = manager.create(numbers, new Shape(96, 160));
            HostMatrix w = HostMatrix.of(ops, stored, false);
            float[] x = random(random, 5 * 160);
            float[] first = product(w, x, 5, 1);
            VectorMath.gelu(first, 0, first.length);
            for (int i = 0; i < 3000; i++) {
                float[] again = product(w, x, 5, 1);
                VectorMath.gelu(again, 0, again.length);
                assertArrayEquals(first, again, "run " + i);
            }
        }
    }

    @Test
    void everyChunkIsDoneOnceInEachOfManyRounds() {
        try (Crew crew = new Crew(3)) {
            for (int round = 0; round < 3000; round++) {
                int chunks = round % 9;
                AtomicIntegerArray done = new AtomicIntegerArray(9);
                crew.run(chunks, done::getAndIncrement);
                for (int i = 0; i < 9; i++) {
                    assertEquals(i < chunks ? 1 : 0, done.get(i));
                }
            }
        }
    }

    @Test
    void chunksOfAThreadThatIsHeldUpAreTakenOverByTheOthers() {
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean held = new AtomicBoolean();
        try (Crew crew = new Crew(2)) {
            crew.run(
                    8,
                    chunk -> {
                        if (held.compareAndSet(false, true)) {
                            while (done.get() < 7) {
                                Thread.onSpinWait(); // until the other has done all the rest
                            }
                        }
                        done.getAndIncrement();
                    });
        }
        assertEquals(8, done.get());
    }

    @Test
    void aThreadThatWaitsDoesWhatItIsGivenAndHasEndedOnceTheCrewIsClosed() {
        AtomicInteger pieces = new AtomicInteger();
        AtomicBoolean held = new AtomicBoolean();
        AtomicBoolean closing = new AtomicBoolean();
        AtomicBoolean used = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        try (Crew crew = new Crew(2)) {
            crew.whileIdle((thread, piece) -> {
                boolean last = closing.get();
                if (last) {
                    used.set(true);
                    LockSupport.parkNanos(50_000_000);
                    ended.set(true);
                }
                pieces.getAndIncrement();
                return !last;
            });
            crew.run(
                    2,
                    chunk -> {
                        if (held.compareAndSet(false, true)) {
                            while (pieces.get() < 5) {
                                Thread.onSpinWait(); // until the other, with no chunk left, reads
                            }
                        }
                    });
            closing.set(true);
            while (!used.get()) {
                Thread.onSpinWait();
            }
        }
        assertTrue(ended.get());
    }

    @Test
    void whatAChunkThrowsIsThrownToTheCallerAndTheCrewWorksOn() {
        try (Crew crew = new Crew(2)) {
            for (int bad : new int[] {0, 5}) {
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                crew.run(
                                        6,
                                        chunk -> {
                                            if (chunk == bad) {
                                                throw new IllegalStateException("chunk " + chunk);
                                            }
                                        }));
            }
            AtomicIntegerArray done = new AtomicIntegerArray(4);
            crew.run(4, done::getAndIncrement);
            assertEquals(1, done.get(3));
        }
    }
}
