package io.factorscope.core.job;

/// A unit of work that reports progress, can be cancelled, and fails in words.
@FunctionalInterface
public interface Job<T> {
    /// Runs to the end, or throws [CancelledException] soon after the context is cancelled.
    T run(JobContext context) throws FactorscopeException;

    /// Runs this job and turns every way of ending into an [Outcome].
    ///
    /// **Errors**: an unexpected exception becomes `FS-JOB-002`, running out of memory
    /// `FS-JOB-003`.
    default Outcome<T> outcome(JobContext context) {
        try {
            return new Outcome.Done<>(run(context));
        } catch (CancelledException e) {
            return new Outcome.Cancelled<>();
        } catch (FactorscopeException e) {
            return new Outcome.Failed<>(e);
        } catch (OutOfMemoryError e) {
            return new Outcome.Failed<>(
                    new FactorscopeException(
                            "FS-JOB-003",
                            "There is not enough memory for this job. Use less text, a smaller K or"
                                    + " a smaller model, or start with a larger heap.",
                            e));
        } catch (RuntimeException e) {
            return new Outcome.Failed<>(unexpected(e));
        }
    }

    private static FactorscopeException unexpected(RuntimeException e) {
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String firstLine = what.lines().findFirst().orElse("no message");
        return new FactorscopeException(
                "FS-JOB-002", "Unexpected failure: " + firstLine + " (details are in the log).", e);
    }
}
