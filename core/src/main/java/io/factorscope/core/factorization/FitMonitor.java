package io.factorscope.core.factorization;

import io.factorscope.core.job.FactorscopeException;

import org.jspecify.annotations.Nullable;

/// Lets other threads watch a running fit: the last iteration, and on request a whole, untorn copy
/// of the best factors so far.
///
/// **Threads**: [#latest], [#request] and [#snapshot] from any thread.
public final class FitMonitor implements FitListener {
    private volatile @Nullable Iteration latest;
    private volatile @Nullable Factorization snapshot;
    private volatile boolean requested;

    @Override
    public void iterated(Iteration iteration) {
        latest = iteration;
    }

    @Override
    public void between(Copy fit) throws FactorscopeException {
        if (requested) {
            requested = false;
            snapshot = fit.take();
        }
    }

    /// Asks for a new copy after the running iteration.
    public void request() {
        requested = true;
    }

    /// The last iteration, if there was one.
    public @Nullable Iteration latest() {
        return latest;
    }

    /// The newest copy, if one was asked for and taken.
    public @Nullable Factorization snapshot() {
        return snapshot;
    }
}
