package io.factorscope.core.experiment;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.judge.Judge;
import io.factorscope.core.judge.RatingRequest;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Dataset;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Runs an experiment, each step once:
///
/// 1. split the labelled sentences; choose which held-out ones detection uses;
/// 2. make each method's concepts from the training half;
/// 3. detect: score the held-out sentences, and by random directions too;
/// 4. steer: write with every concept at every push, with random directions, and prompted; measure
///    by a label classifier of the held-out half and by the unsteered model;
/// 5. choose, and make the table.
///
/// **Threads**: the engine thread. A cancelled or killed run goes on where it was.
public final class ExperimentRunner {
    private final LanguageModel model;
    private final Dataset data;
    private final ExperimentSpec spec;
    private final @Nullable Sae sae;
    private final ExperimentFolder folder;
    private final CollectedSentences collected;
    private @Nullable Judge judge;
    private List<Description> outputs = List.of();

    /// Has a judge rate what is written, too; `outputs` describe what concepts promote and
    /// suppress, for the output track.
    public ExperimentRunner judgedBy(Judge by, List<Description> descriptions) {
        judge = by;
        outputs = List.copyOf(descriptions);
        return this;
    }

    /// A run of `spec` in a folder, with its autoencoder where the methods want one.
    ///
    /// **Errors**: `FS-EXP-004` when the folder holds another experiment; `FS-HOOK-002`; those of
    /// the spec.
    public ExperimentRunner(
            LanguageModel model, Dataset data, ExperimentSpec spec, @Nullable Sae sae, Path folder)
            throws FactorscopeException {
        this.model = model;
        this.data = data;
        this.spec = spec.checked();
        this.sae = sae;
        for (Method method : spec.methods()) {
            model.config().check(hook(method));
        }
        this.folder = new ExperimentFolder(folder, spec);
        this.collected = new CollectedSentences(model, folder.resolve("collected"));
    }

    /// As many questions as a judge will be asked at most, of the usual length; for an estimate.
    public List<RatingRequest> asked() {
        return asked(spec, data.labels().size());
    }

    /// The same before a model is open, for data with so many labels; none without steering.
    public static List<RatingRequest> asked(ExperimentSpec spec, int labels) {
        return spec.steering() ? JudgingStep.asked(spec, labels) : List.of();
    }

    /// Runs what is not done yet; writes and returns the result.
    public ExperimentResult run(JobContext context) throws FactorscopeException {
        long started = System.nanoTime();
        Split split =
                folder.keep(
                        "split.json",
                        Split.class,
                        () -> checked(Split.of(data, spec.trainingShare(), spec.seed())));
        List<ConceptSet> sets = new ArrayList<>();
        for (Method method : spec.methods()) {
            sets.add(concepts(method, split, context));
        }
        List<DetectionRow> detection = new ArrayList<>();
        for (ConceptSet set : sets) {
            if (spec.detection()) {
                detection.addAll(detection(set, split, context));
            }
        }
        Steered steered = spec.steering() ? steering(sets, split, context) : Steered.NONE;
        List<SummaryRow> summary = new ArrayList<>(Summary.detection(detection));
        summary.addAll(
                Summary.steering(steered.rows, steered.unsteered, spec.settings().targets()));
        List<JudgedRow> judged = judged(sets, steered.rows, context);
        List<Choice> choices = new ArrayList<>();
        choices.addAll(Summary.choices(steered.rows, steered.unsteered));
        List<Choice> byJudge = JudgingStep.choices(judged, steered.rows, steered.unsteered);
        choices.addAll(byJudge);
        summary.addAll(Summary.judged(byJudge));
        ExperimentResult result =
                new ExperimentResult(
                        spec,
                        model.name(),
                        detection,
                        steered.rows,
                        steered.unsteered,
                        judged,
                        choices,
                        summary,
                        (System.nanoTime() - started) / 1e9,
                        provenance());
        result.save(folder.resolve(""));
        collected.remove();
        return result;
    }

    private Split checked(Split split) throws FactorscopeException {
        for (Dataset half : List.of(split.fit(), split.score())) {
            boolean all = half.labels().equals(data.labels());
            if (!all || half.labels().size() < 2) {
                throw new FactorscopeException(
                        "FS-EXP-005",
                        data.name()
                                + " cannot be split: it has "
                                + data.labels().size()
                                + " labels, one half of it "
                                + half.labels().size()
                                + "; expected at least two labels with two different sentences"
                                + " each. Use more labelled sentences.");
            }
        }
        return split;
    }

    /// For each label held-out sentences of its own and of others.
    private ConceptSentences[] sentences(Split split) throws FactorscopeException {
        HeldOutSentences heldOut =
                new HeldOutSentences(split.score(), text -> false, spec.sentences(), spec.seed());
        List<String> labels = split.score().labels();
        ConceptSentences[] rows = new ConceptSentences[labels.size()];
        for (int i = 0; i < rows.length; i++) {
            ConceptKey key = new ConceptKey("L:" + labels.get(i), "", rows.length, -1, i);
            rows[i] = heldOut.of(key, labels.get(i));
        }
        return rows;
    }

    private Provenance provenance() throws FactorscopeException {
        Map<String, String> inputs = Map.of("model", model.hash());
        return Provenance.now(model.engine().deviceName(), spec.seed(), inputs);
    }

    private record Steered(List<SteeringRow> rows, List<SteeringRow> unsteered) {
        static final Steered NONE = new Steered(List.of(), List.of());
    }

    private HookPoint hook(Method method) {
        return switch (method) {
            case SNMF -> spec.sources().snmfHook();
            case DIFFMEANS -> spec.sources().diffMeansHook();
            case SAE -> sae().config().hook();
        };
    }

    private Sae sae() {
        if (sae == null) {
            throw new IllegalStateException("no autoencoder");
        }
        return sae;
    }

    private ConceptSet concepts(Method method, Split split, JobContext context)
            throws FactorscopeException {
        Path place = folder.resolve(method.id() + "/concepts");
        if (Files.exists(place)) {
            return ConceptSet.load(place);
        }
        HookPoint hook = hook(method);
        try (SentenceSet training = collected.at("training", split.fit(), hook, context)) {
            ConceptSet set =
                    switch (method) {
                        case SNMF ->
                                ConceptSources.snmf(
                                        model.engine(),
                                        spec,
                                        training,
                                        folder.resolve(method.id() + "/fit"),
                                        context);
                        case DIFFMEANS -> ConceptSources.diffMeans(training, context);
                        case SAE -> {
                            Sae sae = fitting(sae(), training);
                            yield ConceptSources.sae(
                                    sae, spec.sources().features(), training, context);
                        }
                    };
            set.save(place);
            return set;
        }
    }

    private Sae fitting(Sae sae, SentenceSet set) throws FactorscopeException {
        int width = set.activations().d();
        if (sae.d() != width) {
            throw new FactorscopeException(
                    "FS-SAE-008",
                    spec.sources().sae()
                            + " reads activations "
                            + sae.d()
                            + " wide; "
                            + set.hook()
                            + " of "
                            + model.name()
                            + " is "
                            + width
                            + ". Choose the autoencoder of this model.");
        }
        return sae;
    }

    private List<DetectionRow> detection(ConceptSet set, Split split, JobContext context)
            throws FactorscopeException {
        DetectionRow[] rows =
                folder.keep(
                        set.method().id() + "/detection.json",
                        DetectionRow[].class,
                        () -> detected(set, split, context));
        return Arrays.asList(rows);
    }

    private DetectionRow[] detected(ConceptSet set, Split split, JobContext context)
            throws FactorscopeException {
        ConceptSentences[] sentences =
                folder.keep("sentences.json", ConceptSentences[].class, () -> sentences(split));
        try (SentenceSet heldOut = collected.at("held-out", split.score(), set.hook(), context)) {
            Detection detection = new Detection(heldOut, Arrays.asList(sentences));
            int d = heldOut.activations().d();
            int labels = sentences.length;
            int candidates = set.key(0).k();
            Detection.@Nullable Encoding sae =
                    set.method() == Method.SAE
                            ? new Detection.Encoding(model.engine(), sae())
                            : null;
            List<DetectionRow> rows = new ArrayList<>();
            rows.addAll(
                    detection.rows(
                            set.method(),
                            Variant.CONCEPT,
                            set.concepts(),
                            candidates,
                            sae,
                            context));
            List<Concept> dense = RandomDirections.dense(set.hook(), d, labels, spec.seed());
            List<Concept> sparse =
                    RandomDirections.sparse(set.hook(), d, support(d), labels, spec.seed());
            rows.addAll(detection.rows(set.method(), Variant.RANDOM, dense, labels, null, context));
            rows.addAll(
                    detection.rows(set.method(), Variant.SPARSE, sparse, labels, null, context));
            return rows.toArray(DetectionRow[]::new);
        }
    }

    private int support(int d) {
        return Math.max(1, (int) Math.ceil(spec.settings().supportShare() * d));
    }

    private Steered steering(List<ConceptSet> sets, Split split, JobContext context)
            throws FactorscopeException {
        LabelClassifier classifier = new LabelClassifier(model, split.score());
        SteeringStep step = new SteeringStep(folder, model, spec, classifier);
        List<String> labels = split.score().labels();
        List<SteeringRow> rows = new ArrayList<>();
        for (ConceptSet set : sets) {
            int d = model.config().width(set.hook().site());
            rows.addAll(step.method(set, d, context));
        }
        rows.addAll(step.prompting(labels, context));
        return new Steered(rows, step.unsteered(labels, context));
    }

    private List<JudgedRow> judged(
            List<ConceptSet> sets, List<SteeringRow> rows, JobContext context)
            throws FactorscopeException {
        Judge by = judge;
        if (by == null) {
            return List.of();
        }
        List<Description> described = outputs.isEmpty() ? JudgingStep.words(model, sets) : outputs;
        JudgingStep step = new JudgingStep(folder, by, described);
        List<JudgedRow> all = new ArrayList<>();
        for (Description.Track track : Description.Track.values()) {
            all.addAll(step.rows(rows, track, context));
        }
        return all;
    }
}
