package io.factorscope.app.evaluate;

import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.factorization.sae.SaeFolder;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.judge.ChatAddress;
import io.factorscope.core.judge.ChatService;
import io.factorscope.core.project.Home;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// An experiment as it was asked for in the window, kept beside its results so that it can go on.
///
/// `created`: an instant; `model` and `data`: as the form says them, empty for what is shipped;
/// `saeHook`: where the autoencoder reads, empty where its folder says so; `name`: what a person
/// calls it, or null.
public record RunRequest(
        String created,
        String model,
        String data,
        String saeHook,
        Asked judge,
        ExperimentSpec spec,
        @Nullable String name) {
    /// The file of a run's folder that holds it.
    static final String FILE = "run.json";

    RunRequest named(@Nullable String now) {
        return new RunRequest(created, model, data, saeHook, judge, spec, now);
    }

    /// Which judge: of a chat service its model, address (empty for its own) and the most calls
    /// that may be paid for, 0 for no limit.
    public record Asked(JudgeKind kind, String model, String base, long calls) {
        /// No judge.
        static final Asked NOBODY = new Asked(JudgeKind.NONE, "", "", 0);

        /// The chat model, or null where none is asked.
        @Nullable ChatAddress address() throws FactorscopeException {
            ChatService service = kind.service();
            return service == null
                    ? null
                    : ChatAddress.parse(
                            service.prefix() + ":" + model, base.isBlank() ? null : base);
        }
    }

    /// The autoencoder, or null where none is compared.
    @Nullable Sae autoencoder() throws FactorscopeException {
        return spec.methods().contains(Method.SAE)
                ? SaeFolder.read(
                        Home.resolve(spec.sources().sae()),
                        saeHook.isBlank() ? null : HookPoint.parse(saeHook.strip()))
                : null;
    }

    /// The folder or file of a model by the name in a form.
    static Path modelFolder(String name) throws FactorscopeException {
        return name.isBlank() ? Home.embeddedModel() : Home.models().resolve(name.strip());
    }

    /// The labelled sentences by the name in a form.
    static Dataset dataset(String file) throws FactorscopeException {
        return DatasetReader.read(
                file.isBlank() ? Home.data("story_concepts.json") : Path.of(file.strip()));
    }
}
