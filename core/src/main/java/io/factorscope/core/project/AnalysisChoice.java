package io.factorscope.core.project;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.experiment.ChosenConcepts;
import io.factorscope.core.experiment.ConceptContexts;
import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.experiment.SentenceSource;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Dataset;

import java.nio.file.Path;
import java.util.List;

/// Concepts of an analysis that an experiment compares; `place` is its folder as it is kept.
public record AnalysisChoice(Analysis analysis, List<ConceptEntry> entries, String place) {
    /// A copy that nobody can change.
    public AnalysisChoice {
        entries = List.copyOf(entries);
    }

    /// Opens the analysis of a folder; `which` as in [AnalysisContexts#select].
    ///
    /// **Errors**: those of [AnalysisStore#open]; `FS-EXP-003` when an id is unknown.
    public static AnalysisChoice open(Path folder, String which) throws FactorscopeException {
        Analysis opened = AnalysisStore.open(folder).analysis();
        List<ConceptEntry> entries = AnalysisContexts.select(opened, which);
        return new AnalysisChoice(opened, entries, Home.portable(folder));
    }

    /// Opens what an experiment names, to go on with it.
    ///
    /// **Errors**: as [#open(Path, String)].
    public static AnalysisChoice open(ExperimentSpec.Chosen chosen) throws FactorscopeException {
        Path folder = Home.resolve(chosen.analysis());
        return open(folder, String.join(",", chosen.concepts()));
    }

    /// The concepts with what fires them.
    public ChosenConcepts read(JobContext context) throws FactorscopeException {
        List<ConceptContexts> contexts =
                AnalysisContexts.of(analysis, entries, ConceptContexts.Spec.DEFAULT, context);
        return new ChosenConcepts(entries.stream().map(ConceptEntry::concept).toList(), contexts);
    }

    /// The methods that made them.
    public List<Method> methods() {
        return entries.stream()
                .map(entry -> Method.of(entry.concept().source()))
                .distinct()
                .sorted()
                .toList();
    }

    /// Where their model is.
    public Path model() throws FactorscopeException {
        return Home.resolve(analysis.manifest().modelFolder());
    }

    /// What an experiment names them by.
    public ExperimentSpec.Chosen spec() {
        List<String> ids = entries.stream().map(ConceptEntry::concept).map(Concept::id).toList();
        return new ExperimentSpec.Chosen(place, ids);
    }

    /// Sentences of labelled data that the analysis has not seen, to score these concepts.
    public SentenceSource heldOut(Dataset data, LanguageModel model, ExperimentSpec spec) {
        return new AnalysisSentences(
                analysis, data, model.tokenizer(), spec.sentences(), spec.seed(), null);
    }

    /// The data of an experiment whose sentences are all written.
    public static Dataset noData() {
        return new Dataset("written sentences", List.of());
    }
}
