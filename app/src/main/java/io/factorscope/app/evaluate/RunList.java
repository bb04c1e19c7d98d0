package io.factorscope.app.evaluate;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.function.Consumer;

/// The runs that are listed: found, renamed, deleted and brought back.
///
/// **Threads**: FX thread; files on theirs.
public final class RunList {
    private final RunShelf shelf;
    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private final Latest looking;
    private final ObservableList<RunItem> items = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable RunItem> deleted = new ReadOnlyObjectWrapper<>();

    private boolean beginning;

    RunList(RunShelf shelf, TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.shelf = shelf;
        this.executor = executor;
        this.failures = failures;
        this.looking = new Latest(executor, Lane.FILES);
    }

    /// The runs, the newest first.
    ObservableList<RunItem> items() {
        return items;
    }

    /// The run deleted last, which can be brought back, or null.
    public ReadOnlyObjectProperty<@Nullable RunItem> deletedProperty() {
        return deleted.getReadOnlyProperty();
    }

    /// Reads the folders again.
    void look(Runnable found) {
        looking.request(
                context -> shelf.list(),
                none -> {},
                outcome ->
                        ended(
                                outcome,
                                now -> {
                                    if (!items.equals(now)) {
                                        items.setAll(now);
                                    }
                                    found.run();
                                }));
    }

    /// Puts what is on disk now in the place of a run.
    void replace(RunItem now) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).folder().equals(now.folder())) {
                items.set(i, now);
            }
        }
    }

    /// A run as it is on disk now, by the name that it has here.
    RunItem again(RunItem item) {
        RunItem known =
                items.stream().filter(one -> RunItem.same(one, item)).findFirst().orElse(item);
        RunItem now = known.again();
        replace(now);
        return now;
    }

    /// Whether a run's folder is being made.
    boolean isBeginning() {
        return beginning;
    }

    /// Makes the folder of a new run, which is listed first.
    void begin(Job<RunItem> job, Consumer<RunItem> done) {
        beginning = true;
        executor.<RunItem>submit(
                Lane.FILES,
                job,
                outcome -> {
                    beginning = false;
                    ended(
                            outcome,
                            item -> {
                                items.addFirst(item);
                                done.accept(item);
                            });
                });
    }

    /// Opens a folder that was made elsewhere.
    void open(Path folder, Consumer<RunItem> done) {
        submit(context -> shelf.open(folder), done);
    }

    /// Gives a run a name, or none for blank words.
    void rename(RunItem item, String name, Consumer<RunItem> done) {
        submit(
                context -> shelf.rename(item, name.strip()),
                now -> {
                    replace(now);
                    done.accept(now);
                });
    }

    /// Takes a run from the list; its folder waits for [#bringBack] until another is deleted.
    void delete(RunItem item) {
        items.removeIf(one -> one.folder().equals(item.folder()));
        submit(context -> shelf.delete(item), deleted::set);
    }

    /// Brings the run deleted last back.
    void bringBack(Consumer<RunItem> done) {
        RunItem item = deleted.get();
        if (item != null) {
            deleted.set(null);
            submit(context -> shelf.bringBack(item), done);
        }
    }

    private <T> void submit(Job<T> job, Consumer<T> done) {
        executor.<T>submit(Lane.FILES, job, outcome -> ended(outcome, done));
    }

    /// Hands on what a job made, or says why it failed.
    <T> void ended(Outcome<T> outcome, Consumer<T> done) {
        switch (outcome) {
            case Outcome.Done<T> ended -> done.accept(ended.value());
            case Outcome.Failed<T> failed -> failures.accept(failed.failure());
            case Outcome.Cancelled<T> cancelled -> {}
        }
    }
}
