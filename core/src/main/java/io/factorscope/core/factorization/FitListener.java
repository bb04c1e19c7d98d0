package io.factorscope.core.factorization;

import io.factorscope.core.job.FactorscopeException;

/// Told of every iteration, on the engine thread.
@FunctionalInterface
public interface FitListener {
    /// An iteration has ended.
    void iterated(Iteration iteration);

    /// Called between iterations; `fit` may be asked for a copy of the best so far until this
    /// returns.
    default void between(Copy fit) throws FactorscopeException {}

    /// Makes a copy of the best F and G so far, which no later iteration changes.
    @FunctionalInterface
    interface Copy {
        /// The copy. **Cost**: one copy of G.
        Factorization take() throws FactorscopeException;
    }
}
