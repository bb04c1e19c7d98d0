package io.factorscope.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.function.Executable;

/// Expects a failure that a user could act on.
public final class Failing {
    private Failing() {}

    /// Runs `action`, expects a failure with the stable `code` in one line, and returns that line.
    public static String with(String code, Executable action) {
        FactorscopeException failure = assertThrows(FactorscopeException.class, action);
        String message = String.valueOf(failure.getMessage());
        assertEquals(code, failure.code(), message);
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
