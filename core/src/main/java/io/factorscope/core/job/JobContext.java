package io.factorscope.core.job;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// What a running job knows of the world: whether it is cancelled, whom to tell of progress, and
/// what else wants the engine.
///
/// **Threads**: `cancel`, `stopAndKeepBest`, `pause` and `resume` may be called from any thread;
/// everything else belongs to the job's thread.
public final class JobContext {
    private static final long PAUSE_NANOS = 10_000_000;

    private final Consumer<Progress> listener;
    private final Runnable interactiveWork;
    private volatile boolean cancelled;
    private volatile boolean stopRequested;
    private volatile boolean paused;

    /// A context that reports to `listener` and lets `interactiveWork` run at every checkpoint.
    public JobContext(Consumer<Progress> listener, Runnable interactiveWork) {
        this.listener = listener;
        this.interactiveWork = interactiveWork;
    }

    /// A context that reports to nobody.
    public static JobContext silent() {
        return new JobContext(progress -> {}, () -> {});
    }

    /// Asks the job to end; it does so at its next check, leaving nothing half-written.
    public void cancel() {
        cancelled = true;
    }

    /// Asks the job to wait at its next checkpoint; interactive work still runs there.
    public void pause() {
        paused = true;
    }

    /// Lets a paused job go on.
    public void resume() {
        paused = false;
    }

    /// Whether the job waits, or will at its next checkpoint.
    public boolean paused() {
        return paused;
    }

    /// Asks the job to end early with the best result so far, where it has one.
    public void stopAndKeepBest() {
        stopRequested = true;
    }

    /// Whether the user asked to stop and keep the best.
    public boolean stopRequested() {
        return stopRequested;
    }

    /// Whether the job has been cancelled.
    public boolean cancelled() {
        return cancelled;
    }

    /// Throws if the job has been cancelled.
    public void checkCancelled() throws CancelledException {
        if (cancelled) {
            throw new CancelledException();
        }
    }

    /// Called after each unit of a batch job: waiting interactive jobs run here, on this thread; a
    /// paused job stays here until it is resumed, stopped or cancelled.
    public void checkpoint() throws CancelledException {
        checkCancelled();
        interactiveWork.run();
        while (paused && !cancelled && !stopRequested) {
            LockSupport.parkNanos(PAUSE_NANOS);
            interactiveWork.run();
        }
        checkCancelled();
    }

    /// Reports progress.
    public void progress(String stage, long done, long total, String unit) {
        listener.accept(new Progress(stage, done, total, unit));
    }
}
