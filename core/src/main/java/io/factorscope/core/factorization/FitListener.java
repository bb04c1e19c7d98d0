package io.factorscope.core.factorization;

/// Told of every iteration, on the engine thread.
@FunctionalInterface
public interface FitListener {
    /// An iteration has ended.
    void iterated(Iteration iteration);
}
