package io.factorscope.app.task;

/// Where a job runs.
public enum Lane {
    /// Long work on the engine: fit, collect, experiment. One at a time, in order.
    BATCH,
    /// Work on the engine that a person will want soon but does not wait for: calibration. Runs
    /// like interactive work, but after it, and lets it run at its own checkpoints.
    BACKGROUND,
    /// Short work on the engine that a person waits for: steer, own text. Runs before the next
    /// batch job and at the checkpoints of the running one, on the same thread.
    INTERACTIVE,
    /// Files and network; never the engine. As many at once as are asked for.
    FILES
}
