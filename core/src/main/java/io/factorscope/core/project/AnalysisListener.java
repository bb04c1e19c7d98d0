package io.factorscope.core.project;

import io.factorscope.core.factorization.FitListener;

/// Told of an analysis while it is made, on the engine thread.
@FunctionalInterface
public interface AnalysisListener extends FitListener {
    /// Whether the factors of the running fit are wanted now; asked after every iteration.
    default boolean wantsFactorsSoFar() {
        return false;
    }

    /// The best factors so far, read like those of a finished fit; no label concepts yet. No later
    /// iteration changes them.
    default void factorsSoFar(Analysis soFar) {}
}
