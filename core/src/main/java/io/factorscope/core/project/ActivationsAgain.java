package io.factorscope.core.project;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Dataset;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// Collects what an analysis was made of, which it does not keep.
///
/// **Units**: the same numbers as the first time, to the bit on the same machine. **Threads**: the
/// engine thread.
public final class ActivationsAgain {
    private final Analysis analysis;
    private final LanguageModel model;

    /// **Errors**: `FS-PROJECT-005` where it is another model than the analysis'.
    public ActivationsAgain(Analysis analysis, LanguageModel model) throws FactorscopeException {
        this.analysis = analysis;
        this.model = model;
        Analysis.Manifest manifest = analysis.manifest();
        String expected = manifest.provenance().inputs().get("model");
        if (expected != null && !expected.equals(model.hash())) {
            throw new FactorscopeException(
                    "FS-PROJECT-005",
                    model.folder()
                            + " is not the model of this analysis: its hash is "
                            + model.hash()
                            + ", expected "
                            + expected
                            + " ("
                            + manifest.model()
                            + "). Name that model's folder with --model.");
        }
    }

    /// Collects at a hook point into `folder`, from the analysis' own tokens, or from its texts
    /// where they are given.
    ///
    /// **Errors**: `FS-PROJECT-006` where the texts are not the analysis'; those of
    /// [Collector#collect] and [Collector#collectAgain].
    public ActivationSet collect(
            HookPoint hook, @Nullable Dataset texts, Path folder, JobContext context)
            throws FactorscopeException {
        Analysis.Manifest manifest = analysis.manifest();
        Collector collector =
                new Collector(model, new CollectSpec(hook, manifest.spec().bos(), true));
        if (texts == null) {
            return collector.collectAgain(analysis.tokens(), manifest.data(), folder, context);
        }
        String expected = manifest.provenance().inputs().get("data");
        String found = Hashes.sha256(Json.line(texts.examples()));
        if (expected != null && !expected.equals(found)) {
            throw new FactorscopeException(
                    "FS-PROJECT-006",
                    texts.name()
                            + " does not hold the texts of this analysis: their hash is "
                            + found
                            + ", expected "
                            + expected
                            + ". Choose the file that was analysed, "
                            + manifest.data()
                            + ".");
        }
        return collector.collect(texts, folder, context);
    }
}
