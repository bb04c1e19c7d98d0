package io.factorscope.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Precision;
import io.factorscope.core.project.Home;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Collection, tokens a second: the embedded model over a shipped data set to disk, and one batch
/// of 32 × 64 tokens through six layers of GPT-2 small's shape beside the bare matrix products of
/// that pass.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 3)
public class CollectBenchmark {
    /// Counts tokens beside calls.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counter {
        /// Tokens collected in an iteration, as a rate.
        public long tokens;

        /// Starts each iteration at nothing.
        @Setup(Level.Iteration)
        public void clear() {
            tokens = 0;
        }
    }

    /// The embedded model and its data.
    @State(Scope.Benchmark)
    public static class Stories {
        LanguageModel model;
        Dataset data;
        Path folder;

        /// Loads both.
        @Setup
        public void open() throws FactorscopeException, IOException {
            model = Models.embedded();
            data = DatasetReader.read(Home.data("story_concepts.json"));
            folder = Files.createTempDirectory("factorscope-bench-");
        }

        /// Frees both.
        @TearDown
        public void close() throws IOException {
            model.close();
            AtomicFiles.deleteTree(folder);
        }
    }

    /// GPT-2 small's shape, one batch, and matrices of the same sizes.
    @State(Scope.Benchmark)
    public static class Shape768 {
        static final long BATCH = 32;
        static final long POSITIONS = 64;
        static final int LAST = 5;
        LanguageModel model;
        Path folder;
        int[][] ids = new int[(int) BATCH][(int) POSITIONS];
        NDManager manager;
        NDArray x;
        NDArray wide;
        NDArray attentionIn;
        NDArray attentionOut;
        NDArray mlpIn;
        NDArray mlpOut;

        /// Writes and loads the model.
        @Setup
        public void open() throws FactorscopeException, IOException {
            folder = Files.createTempDirectory("factorscope-bench-");
            model = Models.gpt2Shape(folder, Precision.FLOAT32);
            SplittableRandom random = new SplittableRandom(1);
            for (int[] row : ids) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = random.nextInt(4096);
                }
            }
            manager = Models.engine().newManager();
            long d = Models.WIDTH;
            x = manager.randomNormal(new Shape(BATCH * POSITIONS, d));
            wide = manager.randomNormal(new Shape(BATCH * POSITIONS, 4 * d));
            attentionIn = manager.randomNormal(new Shape(d, 3 * d));
            attentionOut = manager.randomNormal(new Shape(d, d));
            mlpIn = manager.randomNormal(new Shape(d, 4 * d));
            mlpOut = manager.randomNormal(new Shape(4 * d, d));
        }

        /// Frees all and removes the file.
        @TearDown
        public void close() throws IOException {
            manager.close();
            model.close();
            AtomicFiles.deleteTree(folder);
        }
    }

    /// `blocks.3.mlp.hook_post` of every token of `story_concepts`, to disk.
    @Benchmark
    public int embeddedModel(Stories stories, Counter counter) throws FactorscopeException {
        HookPoint hook = new HookPoint(3, Site.MLP_POST);
        Collector collector = new Collector(stories.model, CollectSpec.at(hook));
        Path folder = stories.folder.resolve("collected");
        try (var set = collector.collect(stories.data, folder, JobContext.silent())) {
            counter.tokens += set.n();
            return set.n();
        }
    }

    /// `blocks.5.mlp.hook_post` of one batch.
    @Benchmark
    public int gpt2Shape(Shape768 state, Counter counter) throws FactorscopeException {
        HookPoint hook = new HookPoint(Shape768.LAST, Site.MLP_POST);
        counter.tokens += Shape768.BATCH * Shape768.POSITIONS;
        return state.model.activations(state.ids, hook).size();
    }

    /// Only the matrix products of that pass: 4 for each of five layers, 3 of the sixth.
    @Benchmark
    public float gpt2ShapeMatrixProducts(Shape768 state, Counter counter) {
        counter.tokens += Shape768.BATCH * Shape768.POSITIONS;
        try (NDManager scope = state.manager.newSubManager()) {
            NDArray last = state.x;
            for (int layer = 0; layer <= Shape768.LAST; layer++) {
                product(scope, state.x, state.attentionIn);
                product(scope, state.x, state.attentionOut);
                last = product(scope, state.x, state.mlpIn);
                if (layer < Shape768.LAST) {
                    product(scope, state.wide, state.mlpOut);
                }
            }
            NDArray one = last.get("0, 0");
            one.attach(scope);
            return one.toFloatArray()[0];
        }
    }

    private static NDArray product(NDManager scope, NDArray a, NDArray b) {
        NDArray out = a.matMul(b);
        out.attach(scope);
        return out;
    }
}
