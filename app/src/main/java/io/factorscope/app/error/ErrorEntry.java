package io.factorscope.app.error;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One failure as a person sees it: a stable code, a line that says what to do, and when; and where
/// in the program it happened, without any of its words.
public record ErrorEntry(String code, String message, Instant time, List<String> where) {
    private static final int CAUSES = 4;
    private static final int FRAMES = 12;

    /// A copy that nobody can change.
    public ErrorEntry {
        where = List.copyOf(where);
    }

    /// One whose place is not known.
    public ErrorEntry(String code, String message, Instant time) {
        this(code, message, time, List.of());
    }

    /// The kinds of a failure and its causes with the lines of code that led there. Never their
    /// messages, which may hold paths, texts or worse.
    static List<String> where(Throwable failure) {
        List<String> lines = new ArrayList<>();
        Throwable cause = failure;
        for (int i = 0; i < CAUSES && cause != null; i++) {
            lines.add(cause.getClass().getName());
            StackTraceElement[] frames = cause.getStackTrace();
            for (int j = 0; j < Math.min(FRAMES, frames.length); j++) {
                lines.add("  at " + frames[j]);
            }
            cause = cause.getCause();
        }
        return lines;
    }
}
