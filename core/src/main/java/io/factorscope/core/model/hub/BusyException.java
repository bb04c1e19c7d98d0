package io.factorscope.core.model.hub;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/// The server cannot answer now; it may have said when to ask again.
final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient @Nullable Duration after;

    BusyException(int status, @Nullable Duration after) {
        super("status " + status);
        this.status = status;
        this.after = after;
    }

    int status() {
        return status;
    }

    @Nullable Duration after() {
        return after;
    }
}
