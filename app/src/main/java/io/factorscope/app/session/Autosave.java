package io.factorscope.app.session;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.AnalysisState;
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
    private @Nullable Pending pending;

    Autosave(TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.executor = executor;
        this.failures = failures;
    }

    /// A log and the edits on their way to it. Jobs of the files lane may run in any order, so each
    /// takes all that waits, one at a time.
    ///
    /// **Threads**: any; adding never waits for a write.
    private static final class Pending {
        private final EditLog log;
        private final Object writing = new Object();
        private List<Edit> waiting = new ArrayList<>();
        private @Nullable AnalysisState first;

        Pending(EditLog log, @Nullable AnalysisState first) {
            this.log = log;
            this.first = log.readOnly() ? null : first;
        }

        synchronized void add(Edit edit) {
            // Of steering edits that follow each other only the last matters.
            if (edit instanceof Edit.Steer
                    && !waiting.isEmpty()
                    && waiting.getLast() instanceof Edit.Steer) {
                waiting.removeLast();
            }
            waiting.add(edit);
        }

        private synchronized List<Edit> take() {
            List<Edit> taken = waiting;
            waiting = new ArrayList<>();
            return taken;
        }

        private synchronized void putBack(List<Edit> edits) {
            waiting.addAll(0, edits);
        }

        void write() throws FactorscopeException {
            synchronized (writing) {
                if (first != null) {
                    log.restate(first);
                    first = null;
                }
                List<Edit> batch = take();
                if (batch.isEmpty()) {
                    return;
                }
                try {
                    log.record(batch);
                } catch (FactorscopeException e) {
                    putBack(batch);
                    throw e;
                }
            }
        }

        void finish() throws FactorscopeException {
            synchronized (writing) {
                try (log) {
                    write();
                }
            }
        }
    }

    /// Whether edits reach the disk: something saved is open, and no other window has it.
    boolean keeps() {
        return pending != null && !pending.log.readOnly();
    }

    /// Writes what waits to the log before, lets it go, and follows another, or none; where `now`
    /// is given the log first gets this state in place of what it held.
    void follow(@Nullable EditLog next, @Nullable AnalysisState now) {
        Pending before = pending;
        Pending after = next == null ? null : new Pending(next, now);
        pending = after;
        if (before != null) {
            write(before::finish, () -> {});
        }
        if (after != null && now != null) {
            write(after::write, () -> {});
        }
    }

    /// Keeps an edit; nothing happens where no log can have it.
    void record(Edit edit) {
        Pending to = pending;
        if (to != null && keeps()) {
            to.add(edit);
            write(to::write, () -> {});
        }
    }

    /// Something that is written.
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
                (Outcome<Boolean> outcome) -> {
                    switch (outcome) {
                        case Outcome.Done<Boolean> done -> onDone.run();
                        case Outcome.Cancelled<Boolean> cancelled -> {}
                        case Outcome.Failed<Boolean> failed -> failures.accept(failed.failure());
                    }
                });
    }

    /// Writes what waits and lets the log go, on this thread: for the end of the program.
    void close() throws FactorscopeException {
        Pending last = pending;
        pending = null;
        if (last != null) {
            last.finish();
        }
    }
}
