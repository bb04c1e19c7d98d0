package io.factorscope.core.experiment;

import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.judge.Judge;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Dataset;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Runs an experiment, each step once:
///
/// 1. split the labelled sentences and make each method's concepts from the training half; or take
///    concepts of an analysis, and describe them;
/// 2. detect: score held-out or written sentences, and by random directions too;
/// 3. steer: write with every concept at every push, with random directions, and prompted; measure
///    by a label classifier of sentences that fitted nothing and by the unsteered model;
/// 4. have a judge rate it, against what each concept was described as;
/// 5. choose, and make the table.
///
/// **Threads**: the engine thread. A cancelled or killed run goes on where it was.
public final class ExperimentRunner {
    private final ExperimentRun run;
    private final Dataset data;
    private final @Nullable Sae sae;
    private Authors authors = Authors.NOBODY;
    private @Nullable ChosenConcepts chosen;
    private @Nullable Judge judge;
    private boolean describes;

    /// A run of `spec` in a folder, with its autoencoder where the methods want one.
    ///
    /// **Errors**: `FS-EXP-004` when the folder holds another experiment; `FS-HOOK-002`; those of
    /// the spec.
    public ExperimentRunner(
            LanguageModel model, Dataset data, ExperimentSpec spec, @Nullable Sae sae, Path folder)
            throws FactorscopeException {
        this.data = data;
        this.sae = sae;
        spec.checked();
        if (spec.sources().chosen() == null) {
            for (Method method : spec.methods()) {
                model.config().check(LabelledSubjects.hook(spec, method, sae));
            }
        }
        run =
                new ExperimentRun(
                        model,
                        spec,
                        new ExperimentFolder(folder, spec),
                        new CollectedSentences(model, folder.resolve("collected")));
    }

    /// Has a judge rate what is written, too.
    public ExperimentRunner judgedBy(Judge by) {
        judge = by;
        return this;
    }

    /// Has concepts described although no judge here needs it: a person will rate, later.
    public ExperimentRunner describing() {
        describes = true;
        return this;
    }

    /// Has concepts described, and, where the spec says so, sentences written, by these.
    public ExperimentRunner inWordsOf(Authors by) {
        authors = by;
        return this;
    }

    /// Compares these concepts of an analysis, which the spec names.
    public ExperimentRunner of(ChosenConcepts concepts) {
        chosen = concepts;
        return this;
    }

    /// Runs what is not done yet; writes and returns the result.
    public ExperimentResult run(JobContext context) throws FactorscopeException {
        long started = System.nanoTime();
        ExperimentSpec spec = run.spec();
        Subjects.Source source = source();
        Subjects subjects = source.make(context);
        List<ConceptSet> sets = subjects.sets();
        List<DetectionRow> detection =
                spec.detection()
                        ? new DetectionStep(run, source, sae).rows(sets, context)
                        : List.of();
        Steered steered = spec.steering() ? steering(subjects, context) : Steered.NONE;
        List<SummaryRow> summary = new ArrayList<>(Summary.detection(detection));
        summary.addAll(
                Summary.steering(steered.rows, steered.unsteered, spec.settings().targets()));
        List<JudgedRow> judged = judged(source, subjects, steered.rows, context);
        List<Choice> choices = new ArrayList<>();
        choices.addAll(Summary.choices(steered.rows, steered.unsteered));
        List<Choice> byJudge = JudgingStep.choices(judged, steered.rows, steered.unsteered);
        choices.addAll(byJudge);
        summary.addAll(Summary.judged(byJudge));
        ExperimentResult result =
                new ExperimentResult(
                        spec,
                        run.model().name(),
                        detection,
                        steered.rows,
                        steered.unsteered,
                        judged,
                        choices,
                        summary,
                        (System.nanoTime() - started) / 1e9,
                        provenance());
        result.save(run.folder().resolve(""));
        run.collected().remove();
        return result;
    }

    private Subjects.Source source() {
        ChosenConcepts concepts = chosen;
        if (concepts == null) {
            return new LabelledSubjects(run, data, sae, authors);
        }
        return new ChosenSubjects(
                run, concepts, authors, Objects.requireNonNull(authors.sentences()));
    }

    private Provenance provenance() throws FactorscopeException {
        Map<String, String> inputs = Map.of("model", run.model().hash());
        String device = run.model().engine().deviceName();
        return Provenance.now(device, run.spec().seed(), inputs);
    }

    private record Steered(List<SteeringRow> rows, List<SteeringRow> unsteered) {
        static final Steered NONE = new Steered(List.of(), List.of());
    }

    private Steered steering(Subjects subjects, JobContext context) throws FactorscopeException {
        LabelClassifier classifier = new LabelClassifier(run.model(), subjects.classes());
        SteeringStep step = new SteeringStep(run.folder(), run.model(), run.spec(), classifier);
        List<SteeringRow> rows = new ArrayList<>();
        for (ConceptSet set : subjects.sets()) {
            int d = run.model().config().width(set.hook().site());
            rows.addAll(step.method(set, d, context));
        }
        rows.addAll(step.prompting(subjects, context));
        return new Steered(rows, step.unsteered(subjects.names(), context));
    }

    private List<JudgedRow> judged(
            Subjects.Source source, Subjects subjects, List<SteeringRow> rows, JobContext context)
            throws FactorscopeException {
        Judge by = judge;
        if (rows.isEmpty() || (by == null && !describes)) {
            return List.of();
        }
        List<Description> described = source.descriptions(subjects.sets(), context);
        if (by == null) {
            return List.of();
        }
        JudgingStep step = new JudgingStep(run.folder(), by, subjects, described);
        List<JudgedRow> all = new ArrayList<>();
        for (Description.Track track : Description.Track.values()) {
            all.addAll(step.rows(rows, track, context));
        }
        return all;
    }
}
