package io.factorscope.core.job;

/// A failure that a user can act on.
///
/// The message is one line: what was expected, what was found and what to do. The code is stable
/// (`FS-MODEL-003`), so that documentation and scripts can refer to it.
public class FactorscopeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /// A failure with its stable code and a message for people.
    public FactorscopeException(String code, String message) {
        super(message);
        this.code = code;
    }

    /// A failure caused by another; the cause is for the log only.
    public FactorscopeException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// The stable code, such as `FS-DATA-001`.
    public String code() {
        return code;
    }
}
