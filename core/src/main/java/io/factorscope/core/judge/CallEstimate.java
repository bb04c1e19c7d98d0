package io.factorscope.core.judge;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// How many calls of a chat service, and how many tokens in and out, something takes at most.
public record CallEstimate(long calls, long promptTokens, long answerTokens) {
    /// Nothing.
    public static final CallEstimate NONE = new CallEstimate(0, 0, 0);

    /// Both.
    public CallEstimate plus(CallEstimate other) {
        return new CallEstimate(
                calls + other.calls,
                promptTokens + other.promptTokens,
                answerTokens + other.answerTokens);
    }

    /// So many times the same.
    public CallEstimate times(long count) {
        return new CallEstimate(count * calls, count * promptTokens, count * answerTokens);
    }

    /// Tokens in and out.
    public long tokens() {
        return promptTokens + answerTokens;
    }

    /// One line for people, with what it costs at most where there is a price.
    public String line(@Nullable Price price) {
        return price == null ? line() : line() + ", together " + price.line(this) + " at most";
    }

    /// One line for people.
    public String line() {
        return String.format(
                Locale.ROOT,
                "up to %,d calls, about %,d tokens in and at most %,d out",
                calls,
                promptTokens,
                answerTokens);
    }
}
