package io.factorscope.app.start;

import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.task.TaskHandle;
import io.factorscope.app.words.Words;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.SteeringPrompts;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Opens, fits and saves analyses.
public final class StartViewModel {
    /// How many prompts steerability is measured on.
    static final int PROMPTS = SteeringPrompts.USUAL;

    private final Session session;
    private final TaskExecutor executor;
    private final Navigator navigator;
    private final Consumer<FactorscopeException> failures;
    private final FitForm form = new FitForm();
    private final FitEstimate estimate;
    private final ModelChoice choice;
    private final RecentList recent;
    private final AnalysisFiles files;
    private final Fitting fitting;
    private final SweepViewModel sweep;
    private final Exchange exchange = new Exchange(this);
    private final Opener opener;
    private final BooleanProperty running = new SimpleBooleanProperty();
    private final ObjectProperty<Progress> progress =
            new SimpleObjectProperty<>(new Progress("", 0, 0, ""));
    private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper();
    private @Nullable TaskHandle task;

    /// A view model that reports failures to `failures`.
    public StartViewModel(
            Session session,
            TaskExecutor executor,
            Navigator navigator,
            Consumer<FactorscopeException> failures) {
        this.session = session;
        this.executor = executor;
        this.navigator = navigator;
        this.failures = failures;
        this.estimate = new FitEstimate(form, session.models(), executor);
        this.choice = new ModelChoice(form.model, executor);
        this.recent = new RecentList(session.preferences().recent(), executor);
        this.files = new AnalysisFiles(session.preferences());
        this.fitting = new Fitting(this, executor, navigator, failures);
        this.sweep = new SweepViewModel(this, failures);
        this.opener = new Opener(this);
    }

    /// The form's fields.
    public FitForm form() {
        return form;
    }

    /// What the analysis in the form will take.
    public FitEstimate estimate() {
        return estimate;
    }

    /// What the form's model is.
    public ModelChoice choice() {
        return choice;
    }

    /// Many fits at once.
    public SweepViewModel sweep() {
        return sweep;
    }

    /// What was opened last.
    public RecentList recent() {
        return recent;
    }

    /// The running fit, and those that never ended.
    public Fitting fitting() {
        return fitting;
    }

    /// What goes out as files and comes in from files.
    public Exchange exchange() {
        return exchange;
    }

    Navigator navigator() {
        return navigator;
    }

    /// Whether models may be got: not where a person has switched the network off.
    public boolean mayGetModels() {
        return !session.preferences().settings().get().offline();
    }

    /// A view model for getting a model, which the form then has.
    public GetModelViewModel getModel() {
        return new GetModelViewModel(
                executor, GetModelViewModel.Source.ofCommands(this::mayGetModels), form.model::set);
    }

    /// What is open.
    public Session session() {
        return session;
    }

    /// Whether a fit or a file operation runs.
    public BooleanProperty runningProperty() {
        return running;
    }

    /// How far it is.
    public ObjectProperty<Progress> progressProperty() {
        return progress;
    }

    /// Who draws the loss as it falls; called with the iterations since the last call.
    public void setOnIterations(Consumer<List<Iteration>> listener) {
        fitting.setOnIterations(listener);
    }

    /// Opens the analysis that is shipped; what a person adds to it is kept in a folder of theirs.
    public void openDemo() {
        openDemo(navigator::showFactors);
    }

    /// Opens the analysis that is shipped where it is not open yet, and then does something.
    public void openDemo(Runnable then) {
        opener.demo(then);
    }

    /// Opens a saved analysis, or a `.factorscope` file, which is unpacked into a new folder first.
    public void open(Path place) {
        opener.open(place);
    }

    /// Saves the open analysis into a folder.
    public void save(Path folder) {
        Analysis analysis = session.analysis();
        if (analysis == null) {
            return;
        }
        AnalysisState state = session.state();
        if (session.keepsEdits() && folder.equals(session.folderProperty().get())) {
            submit(
                    Lane.FILES,
                    context -> {
                        AnalysisStore.saveAdded(folder, analysis);
                        return folder;
                    },
                    again -> session.unsavedProperty().set(false));
            return;
        }
        submit(
                Lane.FILES,
                context -> files.save(folder, analysis, state),
                saved -> saved(analysis, saved));
    }

    Opener opener() {
        return opener;
    }

    void failed(FactorscopeException failure) {
        failures.accept(failure);
    }

    AnalysisFiles files() {
        return files;
    }

    void saved(Analysis analysis, AnalysisFiles.OnDisk onDisk) {
        session.savedTo(onDisk.folder(), onDisk.log());
        recent.add(onDisk.folder(), analysis);
    }

    /// Takes the first of what a person dropped on the window, and says so where there is more.
    public void drop(List<Path> dropped) {
        if (!dropped.isEmpty()) {
            drop(dropped.getFirst());
        }
        if (dropped.size() > 1) {
            exchange.say(
                    Words.format(
                            "start.only-the-first",
                            dropped.getFirst().getFileName(),
                            dropped.size() - 1));
        }
    }

    /// Takes what a person dropped on the window: a saved analysis is opened; a model or a data set
    /// goes into the form.
    ///
    /// **Errors** are reported: `FS-DROP-001` for anything else.
    public void drop(Path dropped) {
        submit(
                Lane.FILES,
                context -> Dropped.kind(dropped),
                kind -> {
                    switch (kind) {
                        case ANALYSIS -> open(dropped);
                        case MODEL -> {
                            form.model.set(dropped.toString());
                            navigator.showStart();
                        }
                        case DATA -> {
                            form.pasted.set("");
                            form.data.set(dropped.toString());
                            navigator.showStart();
                        }
                    }
                });
    }

    /// Collects, fits and reads the concepts as the form says.
    public void fit() {
        fitting.fit(estimate);
    }

    /// A model by its folder or its name on the shelf; empty for the embedded one.
    static Path modelFolder(String chosen) throws FactorscopeException {
        return chosen.isBlank() ? Home.embeddedModel() : Home.models().resolve(chosen);
    }

    /// The pasted text, else a file, else the shipped sentences.
    static Dataset dataset(String file, String pasted) throws FactorscopeException {
        if (!pasted.isBlank()) {
            return DatasetReader.ofText("pasted text", pasted);
        }
        return DatasetReader.read(
                file.isBlank() ? Home.data("story_concepts.json") : Path.of(file.strip()));
    }

    <T> void submit(Lane lane, Job<T> job, Consumer<T> onDone) {
        if (running.get()) {
            return;
        }
        running.set(true);
        task =
                executor.submit(
                        lane,
                        job,
                        progress::set,
                        outcome -> {
                            running.set(false);
                            paused.set(false);
                            fitting.ended();
                            task = null;
                            switch (outcome) {
                                case Outcome.Done<T> done -> onDone.accept(done.value());
                                case Outcome.Cancelled<T> cancelled ->
                                        progress.set(
                                                new Progress(
                                                        Words.of("start.cancelled"), 0, 0, ""));
                                case Outcome.Failed<T> failed -> failures.accept(failed.failure());
                            }
                        });
    }

    /// Shows the factors of the running fit, as they are after the present iteration.
    public void browseSoFar() {
        fitting.browseSoFar();
        resume();
    }

    /// Whether the running fit waits.
    public ReadOnlyBooleanProperty pausedProperty() {
        return paused.getReadOnlyProperty();
    }

    /// Lets the fit wait, or go on.
    public void pauseOrResume() {
        if (paused.get()) {
            resume();
        } else if (task != null) {
            task.pause();
            paused.set(true);
        }
    }

    private void resume() {
        if (task != null) {
            task.resume();
        }
        paused.set(false);
    }

    /// Cancels what runs; nothing of it stays.
    public void cancel() {
        if (task != null) {
            task.cancel();
        }
    }

    /// Ends the fit now with the best factors so far.
    public void stopAndKeepBest() {
        if (task != null) {
            task.stopAndKeepBest();
        }
    }
}
