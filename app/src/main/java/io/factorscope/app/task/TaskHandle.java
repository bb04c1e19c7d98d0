package io.factorscope.app.task;

/// A hold on a job that was submitted.
public interface TaskHandle {
    /// Asks the job to end; its outcome is then cancelled, unless it was just done.
    void cancel();

    /// Asks the job to end early with the best result so far.
    void stopAndKeepBest();

    /// Asks the job to wait after its present unit; interactive jobs still run.
    void pause();

    /// Lets a paused job go on.
    void resume();

    /// Whether the outcome is decided; its callback has run or is about to.
    boolean isDone();
}
