package io.factorscope.bench;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Precision;
import io.factorscope.core.store.AtomicFiles;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
import java.util.concurrent.TimeUnit;

/// Opening a model, milliseconds, the files in the system's cache: 500 MB of float32 safetensors,
/// and with `-Dbench.model=PLACE` any other model.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@State(Scope.Benchmark)
public class OpenBenchmark {
    private Path folder = Path.of("");
    private long before;

    /// Writes the model and starts the engine.
    @Setup
    public void write() throws FactorscopeException, IOException {
        folder = Files.createTempDirectory("factorscope-bench-");
        Models.writeGpt2Shape(folder);
        Models.engine().newManager().close();
        before = anonymousKilobytes();
    }

    /// Removes the files and prints what memory opening took besides the mapped file.
    @TearDown
    public void delete() throws IOException {
        long now = anonymousKilobytes();
        System.out.println("anonymous memory: " + before + " kB before, " + now + " kB after");
        AtomicFiles.deleteTree(folder);
    }

    private static long anonymousKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("RssAnon"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /// GPT-2 small's shape, 500 MB.
    @Benchmark
    public int gpt2Shape() throws FactorscopeException {
        return open(folder, Precision.FLOAT32);
    }

    /// The model that `-Dbench.model` names.
    @Benchmark
    public int given() throws FactorscopeException {
        String place = System.getProperty("bench.model", "");
        return place.isEmpty() ? 0 : open(Path.of(place), Precision.FLOAT32);
    }

    private static int open(Path place, Precision precision) throws FactorscopeException {
        try (LanguageModel model = LanguageModel.open(place, Models.engine(), precision)) {
            return model.config().layers();
        }
    }
}
