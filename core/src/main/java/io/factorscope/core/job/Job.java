package io.factorscope.core.job;

import java.util.Locale;

/// A unit of work that reports progress, can be cancelled, and fails in words.
@FunctionalInterface
public interface Job<T> {
    /// Runs to the end, or throws [CancelledException] soon after the context is cancelled.
    T run(JobContext context) throws FactorscopeException;

    /// Runs this job and turns every way of ending into an [Outcome].
    ///
    /// **Errors**: an unexpected exception becomes `FS-JOB-002`, running out of memory, also the
    /// engine's, `FS-JOB-003`, a GPU that went away `FS-DEVICE-008`.
    default Outcome<T> outcome(JobContext context) {
        try {
            return new Outcome.Done<>(run(context));
        } catch (CancelledException e) {
            return new Outcome.Cancelled<>();
        } catch (FactorscopeException e) {
            return new Outcome.Failed<>(e);
        } catch (OutOfMemoryError e) {
            return new Outcome.Failed<>(noMemory(e));
        } catch (RuntimeException e) {
            return new Outcome.Failed<>(unexpected(e));
        }
    }

    private static FactorscopeException noMemory(Throwable e) {
        return new FactorscopeException(
                "FS-JOB-003",
                "There is not enough memory for this job. Use less text, a smaller K or a smaller"
                        + " model, or start with a larger heap.",
                e);
    }

    private static FactorscopeException unexpected(RuntimeException e) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("out of memory") || said.contains("can't allocate memory")) {
            return noMemory(e);
        }
        if (said.contains("cuda error") || said.contains("cuda driver")) {
            return new FactorscopeException(
                    "FS-DEVICE-008",
                    "The GPU no longer answers. Choose the CPU in Settings or with --device cpu, or"
                            + " start again once the GPU is back.",
                    e);
        }
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String firstLine = what.lines().findFirst().orElse("no message");
        return new FactorscopeException(
                "FS-JOB-002", "Unexpected failure: " + firstLine + " (details are in the log).", e);
    }
}
