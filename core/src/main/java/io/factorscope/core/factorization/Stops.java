package io.factorscope.core.factorization;

/// When a fit ends, apart from its iterations and patience.
///
/// `tolerance`: a loss is better when it is lower by more than this, absolute or, where `relative`,
/// as a share of the best; `seconds`: time budget, 0 for none (a result that depends on the
/// machine's speed); `target`: relative loss at which it ends, 0 for none.
public record Stops(double tolerance, boolean relative, double seconds, double target) {
    /// The reference's: 1e-4, absolute, no budget, no target.
    public static final Stops REFERENCE = new Stops(1e-4, false, 0, 0);

    /// Whether `loss` is better than `best`.
    boolean better(double loss, double best) {
        return loss < (relative ? best * (1 - tolerance) : best - tolerance);
    }

    /// Whether the budget is spent or the target reached.
    boolean reached(double elapsed, double relativeLoss) {
        return (seconds > 0 && elapsed >= seconds) || relativeLoss <= target;
    }
}
