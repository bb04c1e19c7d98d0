package io.factorscope.app.steer;

import io.factorscope.app.session.ModelHost;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.steering.NextTokens;
import io.factorscope.core.steering.Steering;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Compares the next token, writes the steered text, then the baseline where it is not known yet;
/// the steered one first, because that is what a hand on a slider waits for.
final class SteerJob {
    private final ModelHost models;
    private final Path folder;
    private final GenerateSpec spec;
    private final Steering steering;
    private final List<String> knownBaseline;

    SteerJob(
            ModelHost models,
            Path folder,
            GenerateSpec spec,
            Steering steering,
            List<String> knownBaseline) {
        this.models = models;
        this.folder = folder;
        this.spec = spec;
        this.steering = steering;
        this.knownBaseline = knownBaseline;
    }

    Written run(JobContext context, Consumer<Written> partial) throws FactorscopeException {
        LanguageModel model = models.model(folder);
        int[] prompt = model.encode(spec.prompt(), spec.bos());
        List<Intervention> interventions = steering.interventions(prompt.length);
        NextTokens shifts = NextTokens.NONE;
        List<String> steered = List.of();
        if (!interventions.isEmpty()) {
            shifts = shifts(model, prompt, interventions);
            NextTokens known = shifts;
            steered =
                    write(
                            model,
                            interventions,
                            context,
                            soFar ->
                                    partial.accept(
                                            new Written(new Texts(knownBaseline, soFar), known)));
        }
        List<String> baseline = knownBaseline;
        if (baseline.isEmpty()) {
            List<String> first = steered;
            NextTokens known = shifts;
            baseline =
                    write(
                            model,
                            List.of(),
                            context,
                            soFar ->
                                    partial.accept(
                                            new Written(
                                                    new Texts(
                                                            soFar, first.isEmpty() ? soFar : first),
                                                    known)));
        }
        return new Written(new Texts(baseline, steered.isEmpty() ? baseline : steered), shifts);
    }

    private static NextTokens shifts(
            LanguageModel model, int[] prompt, List<Intervention> interventions)
            throws FactorscopeException {
        int[][] rows = {prompt};
        float[] before = model.nextLogits(rows, List.of())[0];
        return NextTokens.of(model, before, model.nextLogits(rows, interventions)[0]);
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
