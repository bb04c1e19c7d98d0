package io.factorscope.core.judge;

import java.io.IOException;

/// A success whose body is not what such a service answers.
final class UnreadableAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableAnswerException(String what) {
        super(what);
    }
}
