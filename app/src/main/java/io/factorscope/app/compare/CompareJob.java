package io.factorscope.app.compare;

import io.factorscope.app.control.Numbers;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.words.Words;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Calibration;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// Writes from one prompt with one seed: without a push, and with each concept at the same push.
record CompareJob(
        ModelHost models,
        Path folder,
        GenerateSpec spec,
        double nats,
        int sign,
        List<@Nullable Pushed> concepts) {

    /// A concept and the mean activation norm where it acts.
    record Pushed(ConceptEntry entry, double norm) {}

    CompareTexts run(JobContext context, Consumer<CompareTexts> partial)
            throws FactorscopeException {
        LanguageModel model = models.model(folder);
        int[] prompt = model.encode(spec.prompt(), spec.bos());
        List<String> texts = new ArrayList<>(Collections.nCopies(concepts.size(), ""));
        List<String> notes = new ArrayList<>(Collections.nCopies(concepts.size(), ""));
        String baseline = write(model, List.of(), context);
        partial.accept(new CompareTexts(baseline, texts, notes));
        for (int i = 0; i < concepts.size(); i++) {
            Pushed pushed = concepts.get(i);
            if (pushed == null) {
                continue;
            }
            OptionalDouble alpha =
                    new Calibration(model, prompt, pushed.norm)
                            .alpha(pushed.entry.concept(), sign, nats, context);
            if (alpha.isEmpty()) {
                notes.set(i, Words.format("compare.not-reachable", Numbers.plain(nats)));
            } else {
                double signed = alpha.getAsDouble();
                notes.set(i, Words.format("compare.strength", Numbers.signed(signed)));
                texts.set(i, write(model, List.of(pushed.entry.concept().steer(signed)), context));
            }
            partial.accept(new CompareTexts(baseline, texts, notes));
        }
        return new CompareTexts(baseline, texts, notes);
    }

    private String write(LanguageModel model, List<Intervention> with, JobContext context)
            throws FactorscopeException {
        return new Generator(model, spec, (sample, text) -> {})
                .run(with, context)
                .getFirst()
                .text();
    }
}
