package io.factorscope.core.judge;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/// A service that cannot answer now; it may have said when to ask again.
final class BusyServiceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient @Nullable Duration after;

    BusyServiceException(int status, @Nullable Duration after) {
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
