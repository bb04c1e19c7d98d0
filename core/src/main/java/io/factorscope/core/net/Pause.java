package io.factorscope.core.net;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.time.Duration;

/// Waits between two attempts.
@FunctionalInterface
public interface Pause {
    /// Waits, or throws soon after the job is cancelled.
    void sleep(Duration time, JobContext context) throws FactorscopeException;

    /// Real time, in slices short enough for a cancelled job to end at once.
    Pause REAL =
            (time, context) -> {
                long end = System.nanoTime() + time.toNanos();
                try {
                    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
                        context.checkCancelled();
                        Thread.sleep(Duration.ofNanos(Math.min(left, 100_000_000)));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    context.cancel();
                }
                context.checkCancelled();
            };
}
