package io.factorscope.core.experiment;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Scores every concept of the methods and their random baselines, a file for each method.
final class DetectionStep {
    private final ExperimentRun run;
    private final Subjects.Source source;
    private final @Nullable Sae sae;

    DetectionStep(ExperimentRun run, Subjects.Source source, @Nullable Sae sae) {
        this.run = run;
        this.source = source;
        this.sae = sae;
    }

    /// The rows of all sets.
    List<DetectionRow> rows(List<ConceptSet> sets, JobContext context) throws FactorscopeException {
        List<DetectionRow> all = new ArrayList<>();
        for (ConceptSet set : sets) {
            DetectionRow[] rows =
                    run.folder()
                            .keep(
                                    set.method().id() + "/detection.json",
                                    DetectionRow[].class,
                                    () -> detected(set, context));
            all.addAll(Arrays.asList(rows));
        }
        return all;
    }

    private DetectionRow[] detected(ConceptSet set, JobContext context)
            throws FactorscopeException {
        Subjects.Scored scored = source.scored(set, context);
        long seed = run.spec().seed();
        try (SentenceSet texts =
                run.collected().at(scored.half(), scored.texts(), set.hook(), context)) {
            List<String> names = set.matched().stream().map(ConceptSet.Matched::label).toList();
            Detection detection = new Detection(texts, names, scored.rows());
            int d = texts.activations().d();
            int count = names.size();
            Method method = set.method();
            List<Concept> dense = RandomDirections.dense(set.hook(), d, count, seed);
            List<Concept> sparse =
                    RandomDirections.sparse(set.hook(), d, run.support(d), count, seed);
            Detection.Encoding encoding =
                    sae != null && method == Method.SAE
                            ? new Detection.Encoding(run.model().engine(), sae)
                            : null;
            int candidates = set.key(0).k();
            List<DetectionRow> rows = new ArrayList<>();
            rows.addAll(
                    detection.rows(
                            method,
                            Variant.CONCEPT,
                            set.concepts(),
                            candidates,
                            encoding,
                            context));
            rows.addAll(detection.rows(method, Variant.RANDOM, dense, count, null, context));
            rows.addAll(detection.rows(method, Variant.SPARSE, sparse, count, null, context));
            return rows.toArray(DetectionRow[]::new);
        }
    }
}
