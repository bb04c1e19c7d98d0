package io.factorscope.app.task;

import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Holds jobs back until it is told to run them, in order, on the caller's thread.
public final class HeldExecutor implements TaskExecutor {
    private final Deque<Task<?>> waiting = new ArrayDeque<>();

    @Override
    public <T> TaskHandle submit(
            Lane lane, Job<T> job, Consumer<Progress> onProgress, Consumer<Outcome<T>> onOutcome) {
        Task<T> task = new Task<>(job, relay(onProgress), () -> {}, Runnable::run, onOutcome);
        waiting.add(task);
        return task;
    }

    @Override
    public <V> Relay<V> relay(Consumer<V> receiver) {
        return new Relay<>(receiver, Runnable::run, 0, System::nanoTime);
    }

    /// Runs what has waited longest.
    public void runNext() {
        waiting.remove().run();
    }

    /// Runs what waits, and what comes to wait while it runs.
    public void runAll() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
