package io.factorscope.app.session;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.EditLog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Brings edits to disk as they are made, in order, on the files lane.
///
/// Edits made while others are being written go together in one write. Where a write fails, its
/// edits wait for the next one. **Threads**: FX thread, where nothing else is said.
final class Autosave {
    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private @Nullable EditLog log;
    private List<Edit> waiting = new ArrayList<>();
    private boolean writing;

    Autosave(TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.executor = executor;
        this.failures = failures;
    }

    /// Whether edits reach the disk: something saved is open, and no other window has it.
    boolean keeps() {
        EditLog open = log;
        return open != null && !open.readOnly();
    }

    /// Writes what waits to the log before, lets it go, and follows another; edits for an analysis
    /// that has no log yet wait until it has one.
    void follow(@Nullable EditLog next) {
        EditLog before = log;
        List<Edit> rest = waiting;
        log = next;
        if (before == null) {
            flush();
            return;
        }
        waiting = new ArrayList<>();
        executor.submit(
                Lane.FILES,
                context -> {
                    finish(before, rest);
                    return true;
                },
                this::report);
    }

    /// Forgets edits of an analysis that was never saved.
    void forget() {
        if (log == null) {
            waiting.clear();
        }
    }

    private static void finish(EditLog log, List<Edit> rest) throws FactorscopeException {
        try (log) {
            if (!log.readOnly() && !rest.isEmpty()) {
                log.record(newest(rest));
            }
        }
    }

    /// Keeps an edit.
    void record(Edit edit) {
        waiting.add(edit);
        flush();
    }

    private void flush() {
        EditLog open = log;
        if (open == null || open.readOnly() || writing || waiting.isEmpty()) {
            return;
        }
        List<Edit> batch = waiting;
        waiting = new ArrayList<>();
        writing = true;
        executor.submit(
                Lane.FILES,
                context -> {
                    open.record(newest(batch));
                    return true;
                },
                outcome -> written(open, batch, outcome));
    }

    private void written(EditLog to, List<Edit> batch, Outcome<Boolean> outcome) {
        writing = false;
        report(outcome);
        if (outcome instanceof Outcome.Done<Boolean>) {
            flush();
        } else if (to.equals(log)) {
            waiting.addAll(0, batch);
        }
    }

    /// Something that is written beside the edits.
    @FunctionalInterface
    interface Write {
        void run() throws FactorscopeException;
    }

    /// Writes something and then tells.
    void write(Write what, Runnable onDone) {
        executor.submit(
                Lane.FILES,
                context -> {
                    what.run();
                    return true;
                },
                outcome -> {
                    report(outcome);
                    if (outcome instanceof Outcome.Done<Boolean>) {
                        onDone.run();
                    }
                });
    }

    private void report(Outcome<Boolean> outcome) {
        if (outcome instanceof Outcome.Failed<Boolean> failed) {
            failures.accept(failed.failure());
        }
    }

    /// Of steering edits that follow each other only the last matters.
    private static List<Edit> newest(List<Edit> edits) {
        List<Edit> kept = new ArrayList<>();
        for (Edit edit : edits) {
            if (edit instanceof Edit.Steer
                    && !kept.isEmpty()
                    && kept.getLast() instanceof Edit.Steer) {
                kept.removeLast();
            }
            kept.add(edit);
        }
        return kept;
    }

    /// Writes what waits and lets the log go, on this thread: for the end of the program.
    void close() throws FactorscopeException {
        EditLog open = log;
        log = null;
        if (open != null) {
            finish(open, waiting);
        }
    }
}
