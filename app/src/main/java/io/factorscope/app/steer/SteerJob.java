package io.factorscope.app.steer;

import io.factorscope.app.session.ModelHost;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Writes the steered text, then the baseline where it is not known yet; the steered one first,
/// because that is what a hand on a slider waits for.
final class SteerJob {
    private final ModelHost models;
    private final Path folder;
    private final GenerateSpec spec;
    private final List<Intervention> interventions;
    private final List<String> knownBaseline;

    SteerJob(
            ModelHost models,
            Path folder,
            GenerateSpec spec,
            List<Intervention> interventions,
            List<String> knownBaseline) {
        this.models = models;
        this.folder = folder;
        this.spec = spec;
        this.interventions = interventions;
        this.knownBaseline = knownBaseline;
    }

    Texts run(JobContext context, Consumer<Texts> partial) throws FactorscopeException {
        LanguageModel model = models.model(folder);
        List<String> steered = List.of();
        if (!interventions.isEmpty()) {
            steered =
                    write(
                            model,
                            interventions,
                            context,
                            soFar -> partial.accept(new Texts(knownBaseline, soFar)));
        }
        List<String> first = steered;
        List<String> baseline = knownBaseline;
        if (baseline.isEmpty()) {
            baseline =
                    write(
                            model,
                            List.of(),
                            context,
                            soFar ->
                                    partial.accept(
                                            new Texts(soFar, first.isEmpty() ? soFar : first)));
        }
        return new Texts(baseline, steered.isEmpty() ? baseline : steered);
    }

    private List<String> write(
            LanguageModel model,
            List<Intervention> with,
            JobContext context,
            Consumer<List<String>> soFar)
            throws FactorscopeException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < spec.samples(); i++) {
            texts.add(spec.prompt());
        }
        GenerateSpec.Listener listener =
                (sample, text) -> {
                    texts.set(sample, texts.get(sample) + text);
                    soFar.accept(List.copyOf(texts));
                };
        new Generator(model, spec, listener).run(with, context);
        return List.copyOf(texts);
    }
}
