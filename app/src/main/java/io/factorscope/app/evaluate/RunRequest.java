package io.factorscope.app.evaluate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.experiment.Description;
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
import java.util.List;

/// An experiment as it was asked for in the window, kept beside its results so that it can go on.
///
/// `created`: an instant; `model` and `data`: as the form says them, empty for what is shipped (the
/// model of chosen concepts is their analysis'); `saeHook`: where the autoencoder reads, empty
/// where its folder says so; `name`: what a person calls it, or null; `wording`: null in the files
/// of before there was a choice.
public record RunRequest(
        String created,
        String model,
        String data,
        String saeHook,
        Asked judge,
        ExperimentSpec spec,
        @Nullable String name,
        @Nullable Wording wording) {
    /// The file of a run's folder that holds it.
    static final String FILE = "run.json";

    RunRequest named(@Nullable String now) {
        return new RunRequest(created, model, data, saeHook, judge, spec, now, wording);
    }

    /// Where descriptions come from: the chat service or the concepts' own tokens; `known` are
    /// taken as they are.
    public record Wording(boolean byChat, List<Description> known) {
        /// A copy that nobody can change.
        public Wording {
            known = List.copyOf(known);
        }
    }

    /// How concepts are described.
    Wording described() {
        return wording == null ? new Wording(judge.kind == JudgeKind.CHAT, List.of()) : wording;
    }

    /// Who judges, and the chat service that is asked for anything: null for none, its model,
    /// address (empty for its own) and the most calls that may be paid for, 0 for no limit.
    public record Asked(
            JudgeKind kind, @Nullable ChatService service, String model, String base, long calls) {
        /// As it is in a file; once a judge was called by its service.
        @JsonCreator
        static Asked read(
                @JsonProperty("kind") String kind,
                @JsonProperty("service") @Nullable ChatService service,
                @JsonProperty("model") String model,
                @JsonProperty("base") String base,
                @JsonProperty("calls") long calls) {
            for (ChatService each : ChatService.values()) {
                if (each.name().equals(kind)) {
                    return new Asked(JudgeKind.CHAT, each, model, base, calls);
                }
            }
            return new Asked(JudgeKind.valueOf(kind), service, model, base, calls);
        }

        /// The chat model, or null where none is asked.
        @Nullable ChatAddress address() throws FactorscopeException {
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
