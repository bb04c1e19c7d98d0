package io.factorscope.core.steering;

import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Measures where text breaks down as a push grows.
///
/// **Randomness**: one fixed seed, the same at every strength. **Cost**: for each strength tried
/// one generation of 4 × 40 tokens and one reading of it. **Threads**: the engine thread.
public final class FluencyMeter {
    private static final int SAMPLES = 4;
    private static final int TOKENS = 40;
    private static final long SEED = 1;

    private final LanguageModel model;
    private final GenerateSpec spec;
    private final int prompt;
    private final Fluency baseline;

    /// A meter for texts like those of `like`: its prompt and sampling.
    public FluencyMeter(LanguageModel model, GenerateSpec like, JobContext context)
            throws FactorscopeException {
        this.model = model;
        this.spec =
                new GenerateSpec(like.prompt(), TOKENS, like.sampling(), SEED, SAMPLES, like.bos());
        this.prompt = model.encode(like.prompt(), like.bos()).length;
        this.baseline = measure(List.of(), context);
    }

    /// How fluent unsteered text is.
    public Fluency baseline() {
        return baseline;
    }

    /// How fluent text is under interventions; a text that ends at once counts as fluent.
    public Fluency measure(List<Intervention> interventions, JobContext context)
            throws FactorscopeException {
        Generator generator = new Generator(model, spec, (sample, text) -> {});
        List<int[]> rows = new ArrayList<>();
        double repetition = 0;
        for (GenerateSpec.Sample sample : generator.run(interventions, context)) {
            repetition += Fluency.repetition(sample.ids().subList(prompt, sample.ids().size()));
            if (sample.ids().size() > prompt) {
                rows.add(sample.ids().stream().mapToInt(Integer::intValue).toArray());
            }
        }
        context.checkpoint();
        double sum = 0;
        long count = 0;
        if (!rows.isEmpty()) {
            for (float[] row : model.surprise(rows.toArray(int[][]::new), List.of())) {
                for (int i = prompt - 1; i < row.length; i++) {
                    sum += row[i];
                    count++;
                }
            }
        }
        return new Fluency(repetition / SAMPLES, count == 0 ? 0 : sum / count);
    }

    /// The first of rising strengths at which text breaks down, found by halving; empty where it
    /// holds at the last.
    public OptionalDouble breaksAt(
            Blend blend, Place place, List<Double> alphas, JobContext context)
            throws FactorscopeException {
        int holds = -1;
        int breaks = alphas.size() - 1;
        if (alphas.isEmpty() || !breaks(blend, place, alphas.getLast(), context)) {
            return OptionalDouble.empty();
        }
        while (breaks - holds > 1) {
            int middle = (holds + breaks) / 2;
            if (breaks(blend, place, alphas.get(middle), context)) {
                breaks = middle;
            } else {
                holds = middle;
            }
        }
        return OptionalDouble.of(alphas.get(breaks));
    }

    private boolean breaks(Blend blend, Place place, double alpha, JobContext context)
            throws FactorscopeException {
        Steering steering = Steering.of(blend, alpha, place);
        return measure(steering.interventions(prompt), context).breaks(baseline);
    }
}
