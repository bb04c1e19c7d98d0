package io.factorscope.app.evaluate;

import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
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

    private final Consumer<FactorscopeException> failures;
    private final RunShelf shelf;
    private final RunList list;
    private final NewRun fresh;
    private final ResultViewModel result;
    private final RatingViewModel rating;
    private final AcrossRuns across;
    private final Latest loading;
    private final ReadOnlyObjectWrapper<@Nullable RunItem> selected = new ReadOnlyObjectWrapper<>();
    private final Running running;
    private final ReadOnlyObjectWrapper<Page> page = new ReadOnlyObjectWrapper<>(Page.EMPTY);

    /// Experiments of a session; keys come from the environment and `.env`.
    public EvaluateViewModel(
            Session session,
            TaskExecutor executor,
            Navigator navigator,
            Consumer<FactorscopeException> failures) {
        this.failures = failures;
        shelf = new RunShelf(session.preferences().experiments());
        list = new RunList(shelf, executor, failures);
        running = new Running(session, executor);
        fresh = new NewRun(session, executor, navigator, failures);
        result = new ResultViewModel(executor, failures);
        rating = new RatingViewModel(executor, failures);
        across = new AcrossRuns(list, result, executor, failures);
        loading = new Latest(executor, Lane.FILES);
    }

    /// The run that is being made.
    public NewRun fresh() {
        return fresh;
    }

    /// The table, the plot and the sentences of the chosen run.
    public ResultViewModel result() {
        return result;
    }

    /// The shown measure of all runs.
    public AcrossRuns across() {
        return across;
    }

    /// A person's ratings.
    public RatingViewModel rating() {
        return rating;
    }

    /// The runs, the newest first.
    public ObservableList<RunItem> runs() {
        return list.items();
    }

    /// How runs are renamed, deleted and brought back.
    public RunList list() {
        return list;
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
        fresh.services().look();
        list.look(this::found);
    }

    private void found() {
        RunItem chosen = selected.get();
        for (RunItem item : runs()) {
            if (RunItem.same(item, chosen)) {
                selected.set(item);
            }
        }
        if (page.get() == Page.EMPTY && !runs().isEmpty()) {
            select(runs().getFirst());
        }
    }

    /// Shows the form of a new run.
    public void newRun() {
        leaveRating();
        loading.cancel();
        selected.set(null);
        page.set(Page.FORM);
        fresh.estimate().refresh();
    }

    /// Shows the form of a new run on concepts of the open analysis.
    public void newRunOf(List<String> concepts) {
        newRun();
        fresh.concepts().choose(concepts);
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
                context -> RunShelf.result(item.folder()),
                none -> {},
                outcome -> list.ended(outcome, found -> found.ifPresent(result::show)));
    }

    /// Opens a folder that a command wrote.
    public void open(Path folder) {
        list.open(folder, this::listed);
    }

    private void listed(RunItem item) {
        list.look(this::found);
        select(item);
    }

    /// Names the chosen run.
    public void rename(String name) {
        RunItem item = selected.get();
        if (item != null) {
            list.rename(
                    item,
                    name,
                    now -> {
                        if (RunItem.same(now, selected.get())) {
                            selected.set(now);
                        }
                    });
        }
    }

    /// Deletes the chosen run, unless it runs now.
    public void delete() {
        RunItem item = selected.get();
        if (item == null || RunItem.same(item, running.itemProperty().get())) {
            return;
        }
        leaveRating();
        loading.cancel();
        result.clear();
        selected.set(null);
        page.set(Page.EMPTY);
        list.delete(item);
        if (!runs().isEmpty()) {
            select(runs().getFirst());
        }
    }

    /// Brings the run deleted last back.
    public void bringBack() {
        list.bringBack(this::listed);
    }

    /// Whether a run of the form may begin: nothing runs, and what may cost money is agreed to.
    public boolean mayRun() {
        return running.isFree() && !list.isBeginning() && fresh.mayAsk();
    }

    /// Runs what the form says.
    public void run() {
        if (!mayRun()) {
            return;
        }
        Job<RunItem> beginning;
        try {
            beginning = fresh.beginning(shelf);
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        list.begin(
                beginning,
                item -> {
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
        RunItem now = list.again(item);
        if (!RunItem.same(now, selected.get())) {
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
}
