package io.factorscope.core.experiment;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Concepts of an analysis, by what they are described as: each is compared under its id and its
/// description, and scored by sentences for that description. One without a description, or for
/// which no sentences are found, is left out.
final class ChosenSubjects implements Subjects.Source {
    /// Between a concept's id and its description.
    static final String AND = " · ";

    private static final String HERE = "";

    private final ExperimentRun run;
    private final ChosenConcepts chosen;
    private final Authors authors;
    private final SentenceStep sentences;

    ChosenSubjects(
            ExperimentRun run, ChosenConcepts chosen, Authors authors, SentenceSource source) {
        this.run = run;
        this.chosen = chosen;
        this.authors = authors;
        this.sentences = SentenceStep.of(run.folder(), source);
    }

    @Override
    public Subjects make(JobContext context) throws FactorscopeException {
        List<ConceptSentences> rows = rows(context);
        Map<String, String> names = new HashMap<>();
        Map<String, String> words = new LinkedHashMap<>();
        for (ConceptSentences row : rows) {
            String name = row.key().id() + AND + row.description();
            names.put(DescribingStep.name(row.key(), 0), name);
            words.put(name, row.description());
        }
        List<ConceptSet> sets = new ArrayList<>();
        for (Method method : run.spec().methods()) {
            ConceptSet set = set(method, rows, names, context);
            if (set != null) {
                sets.add(set);
            }
        }
        if (sets.isEmpty()) {
            throw new FactorscopeException(
                    "FS-EXP-008",
                    "None of the "
                            + chosen.concepts().size()
                            + " concepts has a description with sentences; expected one at least."
                            + " descriptions.json and sentences.json in the folder say why. Choose"
                            + " other concepts.");
        }
        return new Subjects(
                sets, List.copyOf(words.keySet()), words, SentenceStep.dataset(rows, names));
    }

    private List<ConceptSentences> rows(JobContext context) throws FactorscopeException {
        List<ConceptSentences> rows =
                new ArrayList<>(sentences.rows(HERE, descriptions(List.of(), context), context));
        rows.removeIf(row -> row.activating().isEmpty() || row.neutral().isEmpty());
        return rows;
    }

    private @Nullable ConceptSet set(
            Method method,
            List<ConceptSentences> rows,
            Map<String, String> names,
            JobContext context)
            throws FactorscopeException {
        Path place = run.folder().resolve(method.id() + "/concepts");
        if (Files.exists(place)) {
            return ConceptSet.load(place);
        }
        List<String> own = new ArrayList<>();
        List<Concept> concepts = new ArrayList<>();
        int most = 0;
        for (int i = 0; i < chosen.concepts().size(); i++) {
            Concept concept = chosen.concepts().get(i);
            ConceptKey key = chosen.contexts().get(i).key();
            String name = names.get(DescribingStep.name(key, 0));
            if (name != null && Method.of(concept.source()) == method) {
                own.add(name);
                concepts.add(concept);
                most = key.k();
            }
        }
        if (concepts.stream().map(Concept::hook).distinct().count() > 1) {
            throw new FactorscopeException(
                    "FS-EXP-009",
                    "The chosen concepts of "
                            + method.id()
                            + " act at different hook points; expected one for each kind, so that"
                            + " they share their baselines. Run them apart.");
        }
        if (concepts.isEmpty()) {
            return null;
        }
        try (SentenceSet set =
                run.collected()
                        .at(
                                "written",
                                SentenceStep.dataset(rows, names),
                                concepts.getFirst().hook(),
                                context)) {
            ConceptSet made = ConceptSet.given(method, most, own, concepts, set.meanNorm());
            made.save(place);
            return made;
        }
    }

    @Override
    public Subjects.Scored scored(ConceptSet set, JobContext context) throws FactorscopeException {
        List<ConceptSentences> all = rows(context);
        List<ConceptSentences> own = new ArrayList<>();
        for (Concept concept : set.concepts()) {
            all.stream()
                    .filter(row ->
                            row.key().id().equals(concept.id())
                                    && row.key().hook().equals(concept.hook().toString()))
                    .findFirst()
                    .ifPresent(own::add);
        }
        return new Subjects.Scored("written", SentenceStep.dataset(all, new HashMap<>()), own);
    }

    @Override
    public List<Description> descriptions(List<ConceptSet> sets, JobContext context)
            throws FactorscopeException {
        ConceptContexts[] contexts =
                run.folder()
                        .keep(
                                "contexts.json",
                                ConceptContexts[].class,
                                () -> chosen.contexts().toArray(ConceptContexts[]::new));
        return new DescribingStep(run.folder(), authors, run.spec().steering())
                .of(HERE, Arrays.asList(contexts), context);
    }
}
