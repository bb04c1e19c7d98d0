package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import java.util.ArrayList;
import java.util.List;

/// Texts that a model writes itself, from BOS on: unlabelled data that is at hand with every model.
///
/// **Randomness**: temperature 1, the 100 likeliest tokens; `seed` and the number of the text.
public final class OwnTexts {
    private static final int BATCH = 64;
    private static final int TOP = 100;

    private OwnTexts() {}

    /// So many texts of at most `length` tokens; empty ones are left out.
    public static Dataset write(
            LanguageModel model, int count, int length, long seed, JobContext context)
            throws FactorscopeException {
        List<Example> texts = new ArrayList<>();
        for (int from = 0; from < count; from += BATCH) {
            context.progress("writing", from, count, "texts");
            int samples = Math.min(BATCH, count - from);
            Sampling sampling = new Sampling(1, TOP, 1);
            GenerateSpec spec = new GenerateSpec("", length, sampling, seed + from, samples, true);
            Generator generator = new Generator(model, spec, (sample, text) -> {});
            for (GenerateSpec.Sample sample : generator.run(List.of(), context)) {
                if (!sample.continuation().isBlank()) {
                    texts.add(new Example(sample.continuation(), ""));
                }
            }
        }
        return new Dataset("texts of " + model.name(), texts);
    }
}
