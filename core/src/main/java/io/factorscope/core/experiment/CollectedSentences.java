package io.factorscope.core.experiment;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.text.Dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Activations of sentences, collected once for each half and hook point, and removed at the end.
final class CollectedSentences {
    private final LanguageModel model;
    private final Path folder;

    CollectedSentences(LanguageModel model, Path folder) {
        this.model = model;
        this.folder = folder;
    }

    /// The sentences of a half at a hook point; the caller closes them.
    SentenceSet at(String half, Dataset texts, HookPoint hook, JobContext context)
            throws FactorscopeException {
        Path place = folder.resolve(half).resolve(hook.name());
        boolean done = Files.exists(place.resolve(Collector.MANIFEST));
        ActivationSet set =
                done
                        ? ActivationSet.open(place)
                        : new Collector(model, CollectSpec.at(hook)).collect(texts, place, context);
        return new SentenceSet(hook, texts, set);
    }

    void remove() throws FactorscopeException {
        try {
            AtomicFiles.deleteTree(folder);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(folder, e);
        }
    }
}
