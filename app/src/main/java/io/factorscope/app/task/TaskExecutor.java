package io.factorscope.app.task;

import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;

import java.util.function.Consumer;

/// Runs jobs away from the window and brings back what they report.
///
/// **Threads**: call it from the FX thread; every callback arrives on the FX thread.
public interface TaskExecutor {
    /// Runs a job in its lane.
    ///
    /// Progress arrives at most twenty times a second, the last report always before the outcome;
    /// the outcome arrives exactly once.
    <T> TaskHandle submit(
            Lane lane, Job<T> job, Consumer<Progress> onProgress, Consumer<Outcome<T>> onOutcome);

    /// A way for a running job to show values (words, curves) while it runs: values offered from
    /// any thread reach `receiver` on the FX thread, only the newest when they come too fast.
    <V> Relay<V> relay(Consumer<V> receiver);

    /// As the long form, for a job that has no progress to show.
    default <T> TaskHandle submit(Lane lane, Job<T> job, Consumer<Outcome<T>> onOutcome) {
        return submit(lane, job, progress -> {}, onOutcome);
    }
}
