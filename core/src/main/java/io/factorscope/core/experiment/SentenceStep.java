package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Has sentences written for what concepts were described as, and keeps them.
record SentenceStep(ExperimentFolder folder, SentenceSource source) {
    /// The label of sentences that are of no concept.
    static final String NEUTRAL = "neutral";

    static SentenceStep of(ExperimentFolder folder, SentenceSource source) {
        return new SentenceStep(folder, source);
    }

    /// The sentences in `PLACE/sentences.json`, written where there are none; none for a concept
    /// without a description.
    List<ConceptSentences> rows(String place, List<Description> described, JobContext context)
            throws FactorscopeException {
        List<SentenceWriter.About> about = new ArrayList<>();
        for (Description one : described) {
            String text = one.description();
            if (one.track() == Description.Track.INPUT && text != null) {
                about.add(new SentenceWriter.About(one.key(), text));
            }
        }
        ConceptSentences[] rows =
                folder.keep(
                        place + "sentences.json",
                        ConceptSentences[].class,
                        () -> source.write(about, context).toArray(ConceptSentences[]::new));
        return Arrays.asList(rows);
    }

    /// The sentences of a set, none where a concept has no description.
    Subjects.Scored scored(
            String place, ConceptSet set, List<Description> described, JobContext context)
            throws FactorscopeException {
        Map<String, ConceptSentences> found = new HashMap<>();
        List<ConceptSentences> written = rows(place, described, context);
        written.forEach(row -> found.put(DescribingStep.name(row.key(), 0), row));
        List<ConceptSentences> rows = new ArrayList<>();
        for (int i = 0; i < set.concepts().size(); i++) {
            ConceptKey key = set.key(i);
            ConceptSentences none =
                    new ConceptSentences(
                            key, "", List.of(), List.of(), MadeBy.now("factorscope", "none"));
            rows.add(found.getOrDefault(DescribingStep.name(key, 0), none));
        }
        Dataset texts = dataset(written, new HashMap<>());
        return new Subjects.Scored("written-" + set.method().id(), texts, rows);
    }

    /// Every sentence once: of the first concept that it should fire, else [#NEUTRAL]; `names` by
    /// description name.
    static Dataset dataset(List<ConceptSentences> rows, Map<String, String> names) {
        List<Example> examples = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ConceptSentences row : rows) {
            String key = DescribingStep.name(row.key(), 0);
            for (String text : row.activating()) {
                if (seen.add(text)) {
                    examples.add(new Example(text, names.getOrDefault(key, key)));
                }
            }
        }
        for (ConceptSentences row : rows) {
            for (String text : row.neutral()) {
                if (seen.add(text)) {
                    examples.add(new Example(text, NEUTRAL));
                }
            }
        }
        return new Dataset("sentences", examples);
    }
}
