package io.factorscope.app.evaluate;

import io.factorscope.app.session.Session;
import io.factorscope.core.experiment.Description;
import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.ResultFile;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.ModelInspection;
import io.factorscope.core.model.ModelInspector;
import io.factorscope.core.project.AnalysisChoice;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Home;
import io.factorscope.core.text.Dataset;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A new run as the forms said it at one moment.
///
/// `picked`: concepts of an analysis, or null for the best for each label. **Threads**: any; the
/// files lane for what reads files.
record Wanted(
        EvaluateForm.Draft draft,
        ChatForm.Answers chat,
        String model,
        String data,
        String saeHook,
        ConceptChoice.@Nullable Picked picked) {
    /// What is known of a model and of data from their files; `fitted`: whether the analysis of the
    /// chosen concepts was fitted on data of this name.
    record Facts(
            String model, int layers, long parameters, String data, int labels, boolean fitted) {}

    /// Whether the sentences of the labelled data are needed.
    private boolean needsData() {
        return picked == null || !chat.written();
    }

    Facts facts() throws FactorscopeException {
        Path folder =
                picked == null
                        ? RunRequest.modelFolder(model)
                        : Session.modelFolder(picked.analysis());
        ModelInspection found = ModelInspector.inspect(folder);
        Dataset texts = needsData() ? RunRequest.dataset(data) : AnalysisChoice.noData();
        boolean same = picked != null && picked.analysis().manifest().data().equals(texts.name());
        return new Facts(
                String.valueOf(folder.getFileName()),
                found.requireConfig().layers(),
                found.parameters(),
                texts.name(),
                texts.labels().size(),
                same);
    }

    /// The experiment; `place`: where the analysis is kept.
    ///
    /// **Errors**: `FS-EXP-006` for numbers that are out of range.
    ExperimentSpec spec(Facts facts, String place) throws FactorscopeException {
        ExperimentSpec spec = draft.of(facts.model, facts.data, facts.layers);
        ExperimentSpec.Sources sources = spec.sources().written(chat.written());
        if (picked == null) {
            return spec.with(spec.methods(), sources).checked();
        }
        AnalysisChoice choice = new AnalysisChoice(picked.analysis(), picked.entries(), place);
        return spec.with(choice.methods(), sources.choosing(choice.spec())).checked();
    }

    /// What is wrong with it, before anything is written.
    ///
    /// **Errors**: those of [#spec] and of the files that are read; `FS-CHAT-001` for an address;
    /// `FS-EXP-001` where the descriptions are of none of the chosen concepts.
    List<Description> check() throws FactorscopeException {
        chat.asked().address();
        spec(facts(), "");
        return known();
    }

    /// The request of a run in a folder, where an analysis that is not on disk as it is now is
    /// kept, too, so that the run can go on.
    RunRequest request(Path folder, String now, List<Description> known)
            throws FactorscopeException {
        ExperimentSpec spec = spec(facts(), picked == null ? "" : place(folder, picked));
        String named = picked == null ? model : "";
        RunRequest.Wording wording = new RunRequest.Wording(chat.byChat(), known);
        return new RunRequest(now, named, data, saeHook, chat.asked(), spec, null, wording);
    }

    private static String place(Path folder, ConceptChoice.Picked picked)
            throws FactorscopeException {
        Path kept = picked.folder();
        if (kept == null) {
            String name = picked.analysis().manifest().data().replaceAll("[^\\p{L}\\p{N}_-]+", "-");
            kept = folder.resolve("analysis").resolve(name.isEmpty() ? "unnamed" : name);
            AnalysisStore.save(kept, picked.analysis(), picked.state());
        }
        return Home.portable(kept);
    }

    private List<Description> known() throws FactorscopeException {
        if (chat.file().isEmpty()) {
            return List.of();
        }
        Path file = Path.of(chat.file());
        List<Description> all = ResultFile.read(file, Description.class);
        if (picked == null) {
            return all;
        }
        Set<String> ids =
                picked.entries().stream().map(ConceptEntry::id).collect(Collectors.toSet());
        List<Description> own = all.stream().filter(one -> ids.contains(one.key().id())).toList();
        if (own.isEmpty()) {
            throw new FactorscopeException(
                    "FS-EXP-001",
                    file
                            + " has "
                            + all.size()
                            + " descriptions, none of a chosen concept. Choose the file that was"
                            + " written for these concepts.");
        }
        return own;
    }
}
