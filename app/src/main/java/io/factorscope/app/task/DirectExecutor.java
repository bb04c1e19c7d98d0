package io.factorscope.app.task;

import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;

import java.util.function.Consumer;

/// Runs every job at once on the caller's thread, so that view models are tested in straight lines.
public final class DirectExecutor implements TaskExecutor {
    @Override
    public <T> TaskHandle submit(
            Lane lane, Job<T> job, Consumer<Progress> onProgress, Consumer<Outcome<T>> onOutcome) {
        Task<T> task = new Task<>(job, relay(onProgress), () -> {}, Runnable::run, onOutcome);
        task.run();
        return task;
    }

    @Override
    public <V> Relay<V> relay(Consumer<V> receiver) {
        return new Relay<>(receiver, Runnable::run, 0, System::nanoTime);
    }
}
