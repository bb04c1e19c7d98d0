package io.factorscope.core.experiment;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Steers every concept of the methods and their baselines, a file for each direction.
final class SteeringStep {
    private final ExperimentFolder folder;
    private final SteeringEvaluation evaluation;
    private final LabelClassifier classifier;
    private final SteeringSettings settings;
    private final long seed;
    private final Map<String, Kept> drawn = new HashMap<>();

    /// What is in one file: all pushes of one direction.
    record Kept(List<SteeringEvaluation.Written> pushes) {}

    SteeringStep(
            ExperimentFolder folder,
            LanguageModel model,
            ExperimentSpec spec,
            LabelClassifier classifier)
            throws FactorscopeException {
        this.folder = folder;
        this.settings = spec.settings();
        this.seed = spec.seed();
        this.classifier = classifier;
        this.evaluation = new SteeringEvaluation(model, settings, seed);
    }

    /// What is written without steering, as a row for each label.
    List<SteeringRow> unsteered(List<String> labels, JobContext context)
            throws FactorscopeException {
        Kept kept =
                folder.keep(
                        "unsteered.json",
                        Kept.class,
                        () -> new Kept(List.of(evaluation.unsteered(context))));
        List<SteeringRow> rows = new ArrayList<>();
        for (String label : labels) {
            ConceptKey none = new ConceptKey("", "", 0, -1, -1);
            rows.addAll(rows(kept, none, null, Variant.CONCEPT, label));
        }
        return rows;
    }

    /// Every push of every concept of a method, with its two random baselines.
    List<SteeringRow> method(ConceptSet concepts, int d, JobContext context)
            throws FactorscopeException {
        List<SteeringRow> all = new ArrayList<>();
        int count = settings.directions();
        int support = Math.max(1, (int) Math.ceil(settings.supportShare() * d));
        List<Concept> dense = RandomDirections.dense(concepts.hook(), d, count, seed);
        List<Concept> sparse = RandomDirections.sparse(concepts.hook(), d, support, count, seed);
        int labels = concepts.matched().size();
        String id = concepts.method().id();
        for (int i = 0; i < labels; i++) {
            String label = concepts.matched().get(i).label();
            Concept own = concepts.concepts().get(i);
            context.progress("steering " + id, i, labels, "concepts");
            String name = id + "/steering/" + own.id().replaceAll("[^A-Za-z0-9.-]+", "-");
            Kept kept = kept(name, own, concepts.meanNorm(), context);
            ConceptKey key = concepts.key(i);
            all.addAll(rows(kept, key, concepts.method(), Variant.CONCEPT, label));
            int n = i % count;
            all.addAll(baseline(concepts, dense.get(n), Variant.RANDOM, count, label, n, context));
            all.addAll(baseline(concepts, sparse.get(n), Variant.SPARSE, count, label, n, context));
        }
        return all;
    }

    private List<SteeringRow> baseline(
            ConceptSet concepts,
            Concept direction,
            Variant variant,
            int count,
            String label,
            int number,
            JobContext context)
            throws FactorscopeException {
        String name = concepts.method().id() + "/steering/" + variant.id() + "-" + number;
        Kept kept = kept(name, direction, concepts.meanNorm(), context);
        ConceptKey key = ConceptKey.of(direction, count);
        return rows(kept, key, concepts.method(), variant, label);
    }

    private Kept kept(String name, Concept concept, double norm, JobContext context)
            throws FactorscopeException {
        Kept known = drawn.get(name);
        if (known == null) {
            known =
                    folder.keep(
                            name + ".json",
                            Kept.class,
                            () -> new Kept(evaluation.steer(concept, norm, context)));
            drawn.put(name, known);
        }
        return known;
    }

    /// The prompting baseline of every name; the same beside every method.
    List<SteeringRow> prompting(Subjects subjects, JobContext context) throws FactorscopeException {
        List<String> labels = subjects.names();
        List<SteeringRow> all = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            context.progress("prompting", i, labels.size(), "concepts");
            String name = String.format(Locale.ROOT, "prompting/%02d.json", i);
            String words = subjects.words().getOrDefault(label, label);
            Kept kept =
                    folder.keep(
                            name, Kept.class, () -> new Kept(evaluation.prompt(words, context)));
            ConceptKey key = new ConceptKey("prompting", "", labels.size(), -1, i);
            all.addAll(rows(kept, key, null, Variant.PROMPTING, label));
        }
        return all;
    }

    private List<SteeringRow> rows(
            Kept kept, ConceptKey key, @Nullable Method method, Variant variant, String label) {
        int index = classifier.labels().indexOf(label);
        List<SteeringRow> rows = new ArrayList<>();
        for (SteeringEvaluation.Written push : kept.pushes()) {
            List<Double> probabilities =
                    push.sentences().stream()
                            .map(text -> classifier.probabilities(text)[index])
                            .toList();
            rows.add(
                    new SteeringRow(
                            key,
                            method,
                            variant,
                            label,
                            push.target(),
                            push.sign(),
                            push.kl(),
                            push.alpha(),
                            variant == Variant.CONCEPT ? push.shifted() : SteeringRow.Shifted.NONE,
                            push.sentences(),
                            probabilities,
                            push.surprise()));
        }
        return rows;
    }
}
