package io.factorscope.core.factorization;

/// One step of a fit.
///
/// `loss`: squared Frobenius norm of the residual; `relative`: that over ‖A‖²; `dead`,
/// `duplicates`: factors that do nothing, and that have another's direction. **Units**: `seconds`
/// since the start, iterations a second, `secondsLeft` at this speed to the last iteration or the
/// end of the budget.
public record Iteration(
        int number,
        double loss,
        double relative,
        double seconds,
        int dead,
        int duplicates,
        double perSecond,
        double secondsLeft) {
    /// The share of ‖A‖² that is explained.
    public double explained() {
        return 1 - relative;
    }
}
