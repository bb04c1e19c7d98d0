package io.factorscope.core.job;

/// Thrown from inside a job when the user has cancelled it; never an error.
public final class CancelledException extends FactorscopeException {
    private static final long serialVersionUID = 1L;

    /// A cancellation.
    public CancelledException() {
        super("FS-JOB-001", "Cancelled.");
    }
}
