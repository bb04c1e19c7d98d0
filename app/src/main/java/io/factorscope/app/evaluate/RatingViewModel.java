package io.factorscope.app.evaluate;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.PersonRatings;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.judge.PersonQueue;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A person rates sentences blind, one after the other; each answer is on disk before the next
/// question comes.
///
/// **Threads**: FX thread. Answers are written on the files lane, one at a time, in the order they
/// were given.
public final class RatingViewModel {
    private static final String PERSON = "reader";
    private static final int EACH = 2;

    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(Shown.NOTHING);
    private @Nullable PersonQueue queue;
    private boolean busy;

    RatingViewModel(TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.executor = executor;
        this.failures = failures;
    }

    /// What is seen: the open question, or null, and how many of all are answered.
    public record Shown(PersonQueue.@Nullable Item item, int done, int total) {
        static final Shown NOTHING = new Shown(null, 0, 0);

        static Shown of(PersonQueue queue) {
            return new Shown(queue.next().orElse(null), queue.done(), queue.total());
        }
    }

    /// What is seen.
    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /// The queue of a run; the caller closes it.
    static PersonQueue open(PersonRatings ratings) throws FactorscopeException {
        return ratings.open(PERSON, EACH);
    }

    /// Begins with a run, or goes on with it.
    void begin(Path folder, ExperimentResult result) {
        shown.set(Shown.NOTHING);
        inTurn(
                () -> context -> open(new PersonRatings(folder, result)),
                opened -> {
                    queue = opened;
                    shown.set(Shown.of(opened));
                });
    }

    /// Gives the open question 0, 1 or 2.
    public void rate(int score) {
        answer((open, item) -> open.rate(item, score));
    }

    /// Leaves the open question without an answer.
    public void skip() {
        answer(PersonQueue::skip);
    }

    /// Opens the question that was answered last again.
    public void back() {
        inTurn(
                () -> changed(open -> open.undo().orElseGet(() -> open.next().orElse(null))),
                shown::set);
    }

    private interface Answer {
        void to(PersonQueue queue, PersonQueue.Item item) throws FactorscopeException;
    }

    private interface Change {
        PersonQueue.@Nullable Item of(PersonQueue queue) throws FactorscopeException;
    }

    private void answer(Answer answer) {
        inTurn(
                () -> {
                    PersonQueue.Item item = shown.get().item;
                    return changed(open -> {
                        if (item != null) {
                            answer.to(open, item);
                        }
                        return open.next().orElse(null);
                    });
                },
                shown::set);
    }

    private Job<Shown> changed(Change change) {
        PersonQueue open = queue;
        return context -> {
            if (open == null) {
                return Shown.NOTHING;
            }
            PersonQueue.Item next = change.of(open);
            return new Shown(next, open.done(), open.total());
        };
    }

    /// Closes the queue; `then` runs when every answer is on disk.
    void end(Runnable then) {
        inTurn(
                () -> {
                    PersonQueue open = queue;
                    queue = null;
                    return context -> {
                        if (open != null) {
                            open.close();
                        }
                        return true;
                    };
                },
                closed -> {
                    shown.set(Shown.NOTHING);
                    then.run();
                });
    }

    /// One after the other; a job is made when its turn comes, on the FX thread.
    private <T> void inTurn(Supplier<Job<T>> job, Consumer<T> done) {
        if (busy) {
            waiting.add(() -> inTurn(job, done));
            return;
        }
        busy = true;
        executor.<T>submit(
                Lane.FILES,
                job.get(),
                outcome -> {
                    busy = false;
                    switch (outcome) {
                        case Outcome.Done<T> ended -> done.accept(ended.value());
                        case Outcome.Failed<T> failed -> failures.accept(failed.failure());
                        case Outcome.Cancelled<T> cancelled -> {}
                    }
                    Runnable next = waiting.poll();
                    if (next != null) {
                        next.run();
                    }
                });
    }
}
