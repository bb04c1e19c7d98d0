package io.factorscope.app.evaluate;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.PersonRatings;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;
import io.factorscope.core.judge.PersonQueue;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The Evaluate screen's model: the runs, the form of a new one, what runs now, what is shown.
///
/// **Threads**: FX thread; runs go on the batch lane, files on theirs.
public final class EvaluateViewModel {
    /// What the right-hand side shows.
    public enum Page {
        /// Nothing yet.
        EMPTY,
        /// The form of a new run.
        FORM,
        /// The chosen run.
        RUN,
        /// A person rates its texts.
        RATING
    }

    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private final RunShelf shelf;
    private final EvaluateForm form = new EvaluateForm();
    private final RunEstimate estimate;
    private final JudgeChoice judges;
    private final ResultViewModel result;
    private final RatingViewModel rating;
    private final Latest listing;
    private final Latest loading;
    private final ObservableList<RunItem> runs = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable RunItem> selected = new ReadOnlyObjectWrapper<>();
    private final Running running;
    private final ReadOnlyObjectWrapper<Page> page = new ReadOnlyObjectWrapper<>(Page.EMPTY);
    private boolean starting;

    /// Experiments of a session; keys come from the environment and `.env`.
    public EvaluateViewModel(
            Session session, TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.executor = executor;
        this.failures = failures;
        shelf = new RunShelf(session.preferences().experiments());
        running = new Running(session, executor);
        estimate = new RunEstimate(form, session, executor);
        judges = new JudgeChoice(executor, failures);
        result = new ResultViewModel(executor, failures);
        rating = new RatingViewModel(executor, failures);
        listing = new Latest(executor, Lane.FILES);
        loading = new Latest(executor, Lane.FILES);
    }

    /// The form of a new run.
    public EvaluateForm form() {
        return form;
    }

    /// What the form's run will take.
    public RunEstimate estimate() {
        return estimate;
    }

    /// Who can judge.
    public JudgeChoice judges() {
        return judges;
    }

    /// The table, the plot and the sentences of the chosen run.
    public ResultViewModel result() {
        return result;
    }

    /// A person's ratings.
    public RatingViewModel rating() {
        return rating;
    }

    /// The runs, the newest first.
    public ObservableList<RunItem> runs() {
        return runs;
    }

    /// The chosen run, or null.
    public ReadOnlyObjectProperty<@Nullable RunItem> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// The run that is under way, or null.
    public ReadOnlyObjectProperty<@Nullable RunItem> runningProperty() {
        return running.itemProperty();
    }

    /// How far it is.
    public ReadOnlyObjectProperty<Progress> progressProperty() {
        return running.progressProperty();
    }

    /// What is seen.
    public ReadOnlyObjectProperty<Page> pageProperty() {
        return page.getReadOnlyProperty();
    }

    /// Looks for runs and keys again: the screen is gone to.
    public void shown() {
        judges.look();
        list();
    }

    private void list() {
        listing.request(
                context -> shelf.list(),
                none -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<List<RunItem>> done) {
                        listed(done.value());
                    } else if (outcome instanceof Outcome.Failed<List<RunItem>> failed) {
                        failures.accept(failed.failure());
                    }
                });
    }

    private void listed(List<RunItem> found) {
        if (!runs.equals(found)) {
            runs.setAll(found);
        }
        if (page.get() == Page.EMPTY && !found.isEmpty()) {
            select(found.getFirst());
        }
    }

    /// Shows the form of a new run.
    public void newRun() {
        leaveRating();
        loading.cancel();
        selected.set(null);
        page.set(Page.FORM);
        estimate.refresh();
    }

    /// Shows a run; the one chosen last wins.
    public void select(RunItem item) {
        leaveRating();
        selected.set(item);
        page.set(Page.RUN);
        result.clear();
        load(item);
    }

    private void load(RunItem item) {
        loading.request(
                context -> loaded(item.folder()),
                none -> {},
                outcome -> {
                    switch (outcome) {
                        case Outcome.Done<Optional<ExperimentResult>> done ->
                                done.value().ifPresent(result::show);
                        case Outcome.Failed<Optional<ExperimentResult>> failed ->
                                failures.accept(failed.failure());
                        case Outcome.Cancelled<Optional<ExperimentResult>> cancelled -> {}
                    }
                });
    }

    /// The result of a folder, where there is one, with what a person has said of it.
    private static Optional<ExperimentResult> loaded(Path folder) throws FactorscopeException {
        if (!RunItem.hasResult(folder)) {
            return Optional.empty();
        }
        ExperimentResult found = ExperimentResult.load(folder);
        if (!PersonRatings.begun(folder)) {
            return Optional.of(found);
        }
        try (PersonQueue queue = RatingViewModel.open(folder, found)) {
            return Optional.of(PersonRatings.with(found, queue));
        }
    }

    /// Opens a folder that a command wrote.
    public void open(Path folder) {
        submit(
                Lane.FILES,
                context -> shelf.open(folder),
                item -> {
                    list();
                    select(item);
                });
    }

    /// Whether a run of the form may begin: nothing runs, and what may cost money is agreed to.
    public boolean mayRun() {
        boolean agreed = form.agreed.get() || !form.calls.get().isBlank();
        boolean paid = form.judge.get().paid() && form.what.get() != EvaluateForm.What.DETECTION;
        return running.isFree() && !starting && (!paid || agreed);
    }

    /// Runs what the form says.
    public void run() {
        if (!mayRun()) {
            return;
        }
        EvaluateForm.Draft draft;
        RunRequest.Asked judge;
        try {
            draft = form.draft();
            judge = form.judge();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        String model = form.model.get();
        String data = form.data.get();
        starting = true;
        submit(
                Lane.FILES,
                context -> {
                    judge.address();
                    var spec = RunEstimate.Facts.read(model, data).spec(draft);
                    String now = Instant.now().toString();
                    return shelf.begin(new RunRequest(now, model, data, judge, spec));
                },
                item -> {
                    runs.addFirst(item);
                    select(item);
                    begin(item);
                });
    }

    /// Goes on with the chosen run where it was.
    public void goOn() {
        RunItem item = selected.get();
        if (item != null && item.canGoOn() && running.isFree()) {
            begin(item);
        }
    }

    private void begin(RunItem item) {
        running.begin(item, outcome -> ended(item, outcome));
    }

    private void ended(RunItem item, Outcome<ExperimentResult> outcome) {
        if (outcome instanceof Outcome.Failed<ExperimentResult> failed) {
            failures.accept(failed.failure());
        }
        RunItem now = item.again();
        runs.replaceAll(one -> one.folder().equals(now.folder()) ? now : one);
        RunItem chosen = selected.get();
        if (chosen == null || !chosen.folder().equals(now.folder())) {
            return;
        }
        selected.set(now);
        if (outcome instanceof Outcome.Done<ExperimentResult> done) {
            result.show(done.value());
            RunRequest request = item.request();
            if (request != null && request.judge().kind() == JudgeKind.PERSON) {
                rate();
            }
        }
    }

    /// Ends the run that is under way; it can go on later.
    public void cancel() {
        running.cancel();
    }

    /// Has a person rate the chosen run's texts.
    public void rate() {
        RunItem item = selected.get();
        ExperimentResult shown = result.resultProperty().get();
        if (item != null && shown != null && result.canRate()) {
            page.set(Page.RATING);
            rating.begin(item.folder(), shown);
        }
    }

    /// Back from rating to the table, with what has been said.
    public void endRating() {
        RunItem item = selected.get();
        rating.end(() -> {
            if (item != null) {
                page.set(Page.RUN);
                load(item);
            }
        });
    }

    private void leaveRating() {
        if (page.get() == Page.RATING) {
            rating.end(() -> {});
        }
    }

    private <T> void submit(Lane lane, Job<T> job, Consumer<T> done) {
        executor.<T>submit(
                lane,
                job,
                outcome -> {
                    starting = false;
                    switch (outcome) {
                        case Outcome.Done<T> ended -> done.accept(ended.value());
                        case Outcome.Failed<T> failed -> failures.accept(failed.failure());
                        case Outcome.Cancelled<T> cancelled -> {}
                    }
                });
    }
}
