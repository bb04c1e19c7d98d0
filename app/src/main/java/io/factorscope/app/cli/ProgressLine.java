package io.factorscope.app.cli;

import io.factorscope.core.job.Progress;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;

/// One line of progress on a terminal, rewritten in place; one line a stage where there is none.
final class ProgressLine {
    private static final long INTERVAL = 100_000_000L;

    private final boolean terminal = onTerminal();
    private @Nullable String stage;
    private long last;
    private boolean dirty;

    /// Null until JDK 22, and still said to be nullable.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }

    void show(PrintWriter err, Progress progress) {
        boolean newStage = !progress.stage().equals(stage);
        stage = progress.stage();
        long now = System.nanoTime();
        if (!terminal) {
            if (newStage) {
                err.println(progress.stage() + " …");
                err.flush();
            }
        } else if (newStage || now - last > INTERVAL) {
            last = now;
            dirty = true;
            err.print("\r\u001b[K" + progress.describe());
            err.flush();
        }
    }

    void clear(PrintWriter err) {
        if (dirty) {
            err.print("\r\u001b[K");
            err.flush();
            dirty = false;
        }
    }
}
