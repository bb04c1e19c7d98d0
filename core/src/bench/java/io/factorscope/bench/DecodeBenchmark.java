package io.factorscope.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.Decoder;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Precision;
import io.factorscope.core.store.AtomicFiles;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Decoding, milliseconds a token step (each step writes one token in every row of the batch).
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 3)
public class DecodeBenchmark {
    private static final int STEPS = 32;
    private static final int PROMPT = 1;

    /// A model and how many texts it writes at once.
    @State(Scope.Benchmark)
    public static class Subject {
        /// `embedded`, or GPT-2 small's shape with its weights in one type or the other.
        @Param({"embedded", "gpt2-float32", "gpt2-bfloat16"})
        public String name;

        /// Texts at once.
        @Param({"1", "8"})
        public int batch;

        LanguageModel model;
        Path folder;

        /// Loads the model.
        @Setup
        public void open() throws FactorscopeException, IOException {
            folder = Files.createTempDirectory("factorscope-bench-");
            model =
                    name.startsWith("gpt2-")
                            ? Models.gpt2Shape(folder, Precision.parse(name.substring(5)))
                            : Models.embedded();
        }

        /// Frees it.
        @TearDown
        public void close() throws IOException {
            model.close();
            AtomicFiles.deleteTree(folder);
        }
    }

    /// As many float32 numbers as GPT-2 small has weights outside its two embeddings, with the
    /// unembedding: what one step must read.
    @State(Scope.Benchmark)
    public static class Memory {
        NDManager manager;
        NDArray weights;
        NDArray vector;

        /// Fills a matrix of 124 million numbers.
        @Setup
        public void open() throws FactorscopeException {
            manager = Models.engine().newManager();
            int layer = 12 * Models.WIDTH * Models.WIDTH;
            int rows = (Models.LAYERS * layer + 50257 * Models.WIDTH) / Models.WIDTH;
            weights = manager.ones(new Shape(rows, Models.WIDTH));
            vector = manager.ones(new Shape(Models.WIDTH, 1));
        }

        /// Frees it.
        @TearDown
        public void close() {
            manager.close();
        }
    }

    /// One step of the model, logits included.
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public float step(Subject subject) throws FactorscopeException {
        int[][] next = new int[subject.batch][PROMPT];
        Arrays.stream(next).forEach(row -> Arrays.fill(row, 17));
        float last = 0;
        try (Decoder decoder = subject.model.decoder(subject.batch, PROMPT + STEPS, List.of())) {
            for (int i = 0; i < STEPS; i++) {
                last = decoder.read(next)[0];
                next = new int[subject.batch][1];
            }
        }
        return last;
    }

    /// All of GPT-2 small's weights summed: the bound that memory sets.
    @Benchmark
    public float gpt2WeightsReadOnce(Memory memory) {
        try (NDManager scope = memory.manager.newSubManager()) {
            NDArray out = memory.weights.sum();
            out.attach(scope);
            return out.toFloatArray()[0];
        }
    }

    /// One product of all of them with one vector, as the engine's own kernel does it.
    @Benchmark
    public float gpt2WeightsTimesVector(Memory memory) {
        try (NDManager scope = memory.manager.newSubManager()) {
            NDArray out = memory.weights.matMul(memory.vector);
            out.attach(scope);
            return out.toFloatArray()[0];
        }
    }
}
