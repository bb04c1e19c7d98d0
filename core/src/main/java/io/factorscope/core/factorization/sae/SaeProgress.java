package io.factorscope.core.factorization.sae;

/// How training goes: after so many `steps`, the relative loss of the last ones' batches (the share
/// of the variance that is left), and how many features are dead.
public record SaeProgress(int steps, double relative, int dead, double seconds) {
    /// Receives it while training goes on, on the engine thread.
    @FunctionalInterface
    public interface Listener {
        /// Some more steps are done.
        void trained(SaeProgress progress);
    }
}
