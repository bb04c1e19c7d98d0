package io.factorscope.app.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Keeps the native engine's greetings off the terminal; warnings still show.
final class QuietLogging {
    // Held on to, because the log manager forgets loggers that nobody refers to.
    private static final Logger ENGINE = Logger.getLogger("ai.djl");

    private QuietLogging() {}

    static void install() {
        ENGINE.setLevel(Level.WARNING);
    }
}
