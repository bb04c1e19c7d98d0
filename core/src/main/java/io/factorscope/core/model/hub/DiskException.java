package io.factorscope.core.model.hub;

import java.io.IOException;

/// The disk refused a write; asking the network again would not help.
final class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    DiskException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
