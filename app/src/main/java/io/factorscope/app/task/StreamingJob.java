package io.factorscope.app.task;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.function.Consumer;

/// A job that shows partial results of type `V` while it works towards its result `T`.
@FunctionalInterface
public interface StreamingJob<V, T> {
    /// Runs to the end, handing what there is to see so far to `partial`.
    T run(JobContext context, Consumer<V> partial) throws FactorscopeException;
}
