package io.factorscope.app.steer;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.NextTokens;
import io.factorscope.core.steering.Slider;
import io.factorscope.core.steering.SteerRun;
import io.factorscope.core.steering.SteerSpec;
import io.factorscope.core.steering.Steering;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// A prompt, sliders, and the text with and without them; every change writes again, the latest
/// wins.
public final class SteerViewModel {
    private final Session session;
    private final Consumer<FactorscopeException> failures;
    private final Latest latest;
    private final SteerForm form = new SteerForm();
    private final SliderBoard board;
    private final Calibrator calibrator;
    private final PresetShelf presets;
    private final BlindBooth booth;
    private final SteerExport export;
    private final ObjectProperty<Texts> texts = new SimpleObjectProperty<>(Texts.NONE);
    private final ObjectProperty<NextTokens> shifts = new SimpleObjectProperty<>(NextTokens.NONE);
    private final ReadOnlyBooleanWrapper writing = new ReadOnlyBooleanWrapper();
    private final BooleanProperty seedLocked = new SimpleBooleanProperty(true);
    private @Nullable GenerateSpec baselineSpec;
    private List<String> baseline = List.of();
    private @Nullable Asked last;
    private boolean loading;
    private boolean wanted;

    /// What was asked for last.
    private record Asked(GenerateSpec spec, Steering steering) {}

    /// A view model that reports failures to `failures`.
    public SteerViewModel(
            Session session, TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.session = session;
        this.failures = failures;
        this.latest = new Latest(executor, Lane.INTERACTIVE);
        this.board = new SliderBoard(session, this::changed);
        this.calibrator = new Calibrator(session, executor, failures);
        this.presets = new PresetShelf(session, failures);
        this.booth = new BlindBooth(session, executor, failures, board::of);
        this.export = new SteerExport(session, executor, failures);
        session.analysisProperty().subscribe(this::load);
        form.onChange(this::changed);
        board.unitProperty().subscribe((before, now) -> changed());
    }

    private void load(@Nullable Analysis analysis) {
        latest.cancel();
        booth.close();
        texts.set(Texts.NONE);
        shifts.set(NextTokens.NONE);
        writing.set(false);
        baselineSpec = null;
        last = null;
        wanted = false;
        settings(session.steeringProperty().get());
    }

    private List<String> settings(SteerSpec spec) {
        loading = true;
        form.show(spec.generate());
        form.show(spec.place());
        List<String> missing = board.restore(spec.sliders(), spec.unit());
        loading = false;
        return missing;
    }

    /// Adds a slider for a concept at a push of 0.25 nats; one that is there stays.
    public void add(ConceptEntry entry) {
        board.add(entry.id(), List.of());
    }

    /// Adds a slider for the concept with this id, where the analysis has it.
    public void add(String id) {
        board.add(id, List.of());
    }

    /// Adds a slider that does not push yet.
    public void addAtRest(String id) {
        board.add(id, List.of()).ifPresent(slider -> slider.valueProperty().set(0));
    }

    /// Adds one slider for several concepts together.
    public void addGroup(String name, List<Slider.Part> parts) {
        Analysis analysis = session.analysis();
        boolean taken = analysis != null && analysis.find(name) != null;
        board.add(taken ? Words.format("steer.group", name) : name, parts);
    }

    /// Takes a slider away.
    public void remove(SteerSlider slider) {
        board.remove(slider);
    }

    /// Writes for the first time, where that has not been done; called when the screen is shown.
    public void shown() {
        if (!wanted && session.analysis() != null) {
            wanted = true;
            calibrate();
            write();
        }
    }

    private void calibrate() {
        if (!form.right()) {
            return;
        }
        try {
            calibrator.request(List.copyOf(board.sliders()), form.spec(), form.place());
        } catch (FactorscopeException e) {
            failures.accept(e);
        }
    }

    private void changed() {
        if (loading || !form.right()) {
            return; // what is shown stays, with a word beside the fields
        }
        try {
            session.steeringProperty().set(spec());
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        if (wanted) {
            calibrate();
            write();
        }
    }

    private SteerSpec spec() throws FactorscopeException {
        return new SteerSpec(form.spec(), board.saved(), form.place(), board.unitProperty().get());
    }

    /// Writes once more; with another seed where the seed is not locked.
    public void again() {
        last = null;
        if (seedLocked.get()) {
            write();
        } else {
            anotherSeed();
        }
    }

    /// Draws another seed, which writes again.
    public void anotherSeed() {
        form.seed.set(Long.toString(new SplittableRandom().nextInt(1, 10_000)));
    }

    private void write() {
        if (!form.right()) {
            return;
        }
        Asked asked;
        Path folder;
        try {
            asked = new Asked(form.spec(), board.steering(form.place()));
            folder = session.modelFolder();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        if (asked.equals(last)) {
            return;
        }
        last = asked;
        List<String> known = asked.spec.equals(baselineSpec) ? baseline : List.of();
        SteerJob job = new SteerJob(session.models(), folder, asked.spec, asked.steering, known);
        writing.set(true);
        latest.<Written, Written>stream(
                job::run, this::show, outcome -> written(asked.spec, outcome));
    }

    /// Keeps the old baseline in sight until the new one begins.
    private void show(Written partial) {
        Texts now = partial.texts();
        List<String> left = now.baseline().isEmpty() ? texts.get().baseline() : now.baseline();
        shifts.set(partial.shifts());
        texts.set(new Texts(left, now.steered()));
    }

    private void written(GenerateSpec spec, Outcome<Written> outcome) {
        writing.set(false);
        switch (outcome) {
            case Outcome.Done<Written> done -> {
                baselineSpec = spec;
                baseline = done.value().texts().baseline();
                shifts.set(done.value().shifts());
                texts.set(done.value().texts());
                session.ran(run());
            }
            case Outcome.Failed<Written> failed -> {
                last = null;
                failures.accept(failed.failure());
            }
            case Outcome.Cancelled<Written> cancelled -> last = null;
        }
    }

    /// The present run, to copy or export.
    public SteerRun run() {
        Analysis analysis = session.analysis();
        return new SteerRun(
                session.steeringProperty().get(),
                analysis == null ? "" : analysis.manifest().model(),
                texts.get().baseline(),
                texts.get().steered(),
                shifts.get(),
                Instant.now().toString());
    }

    /// Puts back a run's settings and texts.
    public void returnTo(SteerRun run) {
        take(run.spec());
        latest.cancel();
        writing.set(false);
        shifts.set(run.shifts());
        texts.set(new Texts(run.baseline(), run.steered()));
        baselineSpec = run.spec().generate();
        baseline = run.baseline();
    }

    /// Takes up a preset.
    ///
    /// **Errors**: `FS-STEER-002` where a concept is gone, such as a node of a tree that was grown
    /// anew.
    public void usePreset(String name) {
        List<String> missing = take(presets.get(name));
        if (!missing.isEmpty()) {
            failures.accept(
                    new FactorscopeException(
                            "FS-STEER-002",
                            "The preset '"
                                    + name
                                    + "' also steers "
                                    + String.join(", ", missing)
                                    + ", which this analysis no longer has; the rest is set."
                                    + " Choose another concept."));
        }
    }

    private List<String> take(SteerSpec spec) {
        List<String> missing = settings(spec);
        changed();
        return missing;
    }

    /// Writes a Python script of the present steering into a new folder within `into`; its text
    /// goes to `done`.
    public void exportPython(Path into, Consumer<String> done) {
        Asked now =
                Objects.requireNonNullElse(
                        last, new Asked(run().spec().generate(), board.of(run().spec())));
        export.python(run(), now.steering, into, done);
    }

    /// Reports a failure of the view's own.
    void fail(FactorscopeException failure) {
        failures.accept(failure);
    }

    /// What is open.
    public Session session() {
        return session;
    }

    /// The fields.
    public SteerForm form() {
        return form;
    }

    /// The sliders and what is common to them.
    public SliderBoard board() {
        return board;
    }

    /// The sliders, in order.
    public ObservableList<SteerSlider> sliders() {
        return board.sliders();
    }

    /// What calibration is doing, in words; empty when it is done.
    public ReadOnlyStringProperty calibratingProperty() {
        return calibrator.progressProperty();
    }

    /// The runs so far, newest first; kept with the analysis.
    public List<SteerRun> history() {
        return session.runsProperty().get().newestFirst();
    }

    /// The named sessions.
    public PresetShelf presets() {
        return presets;
    }

    /// The blind comparison.
    public BlindBooth booth() {
        return booth;
    }

    /// The way out of the window.
    public SteerExport export() {
        return export;
    }

    /// Whether writing again keeps the seed.
    public BooleanProperty seedLockedProperty() {
        return seedLocked;
    }

    /// The texts, growing while they are written.
    public ObjectProperty<Texts> textsProperty() {
        return texts;
    }

    /// What the sliders do to the next token.
    public ObjectProperty<NextTokens> shiftsProperty() {
        return shifts;
    }

    /// Whether something is being written.
    public ReadOnlyBooleanProperty writingProperty() {
        return writing.getReadOnlyProperty();
    }
}
