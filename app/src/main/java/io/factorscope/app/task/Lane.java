package io.factorscope.app.task;

/// Where a job runs.
public enum Lane {
    /// Long work on the engine: fit, collect, experiment. One at a time, in order.
    BATCH,
    /// Short work on the engine that a person waits for: steer, own text. Runs before the next
    /// batch job and at the checkpoints of the running one, on the same thread.
    INTERACTIVE,
    /// Files and network; never the engine. As many at once as are asked for.
    FILES
}
