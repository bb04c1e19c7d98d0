package io.factorscope.app.error;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One failure as a person sees it: a stable code, a line that says what to do, and when; and where
/// in the program it happened, without any of its words.
public record ErrorEntry(String code, String message, Instant time, List<String> where) {
    private static final int CAUSES = 4;
    private static final int FRAMES = 12;
    private static final DateTimeFormatter CLOCK = here("HH:mm:ss");
    private static final DateTimeFormatter DAY_AND_CLOCK = here("yyyy-MM-dd HH:mm:ss");

    /// A copy that nobody can change.
    public ErrorEntry {
        where = List.copyOf(where);
    }

    /// One whose place is not known.
    public ErrorEntry(String code, String message, Instant time) {
        this(code, message, time, List.of());
    }

    private static DateTimeFormatter here(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneId.systemDefault());
    }

    /// When it was, on this machine's clock.
    public String clock() {
        return CLOCK.format(time);
    }

    /// All that a person sees of it in one line, to copy: when, the code, the message.
    public String line() {
        return DAY_AND_CLOCK.format(time) + " " + code + " " + message;
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
