package io.factorscope.app.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Keeps the greetings of the native engine and of the toolkit off the terminal.
final class QuietLogging {
    // Held on to, because the log manager forgets loggers that nobody refers to.
    private static final Logger ENGINE = Logger.getLogger("ai.djl");
    private static final Logger TOOLKIT = Logger.getLogger("javafx");

    private QuietLogging() {}

    static void install() {
        ENGINE.setLevel(Level.WARNING);
        // It warns that it runs from the class path, which is how this program is made.
        TOOLKIT.setLevel(Level.SEVERE);
    }
}
