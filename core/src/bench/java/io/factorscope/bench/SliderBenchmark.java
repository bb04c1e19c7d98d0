package io.factorscope.bench;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;

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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// From letting go of a slider to the first steered text, milliseconds, on the embedded model: the
/// request is built, the prompt of six tokens read, one token drawn; then the run is cancelled.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@State(Scope.Benchmark)
public class SliderBenchmark {
    private LanguageModel model;
    private Concept concept;

    /// Loads the model.
    @Setup
    public void open() throws FactorscopeException {
        model = Models.embedded();
        float[] direction = new float[model.config().dModel()];
        Arrays.fill(direction, 1);
        HookPoint hook = new HookPoint(2, Site.RESID_POST);
        concept = new Concept(new ConceptSource.Factor(0), hook, direction);
    }

    /// Frees it.
    @TearDown
    public void close() {
        model.close();
    }

    /// The first text that the listener hears.
    @Benchmark
    public String firstText() throws FactorscopeException {
        GenerateSpec spec =
                new GenerateSpec("One day, a girl named", 60, new Sampling(0.8, 40, 1), 7, 1, true);
        JobContext context = JobContext.silent();
        StringBuilder heard = new StringBuilder();
        Generator generator =
                new Generator(
                        model,
                        spec,
                        (sample, text) -> {
                            heard.append(text);
                            context.cancel();
                        });
        try {
            generator.run(List.of(concept.steer(12)), context);
        } catch (CancelledException e) {
            return heard.toString();
        }
        throw new IllegalStateException("nothing was written");
    }
}
