package io.factorscope.app.task;

import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// Latest wins: of many requests that follow each other (a slider, a typed prompt) only the newest
/// is ever shown.
///
/// A new request cancels the one before it. Whatever the old one still reports, progress, partial
/// results or an outcome, is dropped by its request number.
///
/// **Threads**: FX thread only.
public final class Latest {
    private final TaskExecutor executor;
    private final Lane lane;
    private @Nullable TaskHandle running;
    private long newest;

    /// Requests that run in a lane.
    public Latest(TaskExecutor executor, Lane lane) {
        this.executor = executor;
        this.lane = lane;
    }

    /// Replaces the request before it.
    public <T> void request(
            Job<T> job, Consumer<Progress> onProgress, Consumer<Outcome<T>> onOutcome) {
        cancel();
        long number = newest;
        TaskHandle handle =
                executor.submit(lane, job, onlyIf(number, onProgress), onlyIf(number, onOutcome));
        keep(number, handle);
    }

    /// Replaces the request before it, and shows partial results as they come; the last of them
    /// arrives before the outcome.
    public <V, T> void stream(
            StreamingJob<V, T> job, Consumer<V> onPartial, Consumer<Outcome<T>> onOutcome) {
        cancel();
        long number = newest;
        Relay<V> partial = executor.relay(onlyIf(number, onPartial));
        Job<T> whole =
                context -> {
                    try {
                        return job.run(context, partial);
                    } finally {
                        partial.flush();
                    }
                };
        keep(number, executor.submit(lane, whole, onlyIf(number, onOutcome)));
    }

    /// Cancels the newest request too; nothing of it will be shown.
    public void cancel() {
        newest++;
        if (running != null) {
            running.cancel();
            running = null;
        }
    }

    private void keep(long number, TaskHandle handle) {
        if (number == newest) {
            running = handle;
        } else {
            handle.cancel();
        }
    }

    private <V> Consumer<V> onlyIf(long number, Consumer<V> receiver) {
        return value -> {
            if (number == newest) {
                receiver.accept(value);
            }
        };
    }
}
