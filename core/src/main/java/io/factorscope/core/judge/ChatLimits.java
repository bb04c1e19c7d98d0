package io.factorscope.core.judge;

import java.time.Duration;

/// How a service is asked: how many questions at once, how long one may take, and how often it is
/// tried.
public record ChatLimits(int concurrency, Duration timeout, int attempts) {
    /// 50 at once, two minutes, six tries.
    public static final ChatLimits DEFAULT = new ChatLimits(50, Duration.ofMinutes(2), 6);

    /// Refuses numbers that mean nothing.
    public ChatLimits {
        if (concurrency < 1 || attempts < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException("at least one of each");
        }
    }

    /// The same with so many questions at once.
    public ChatLimits withConcurrency(int other) {
        return new ChatLimits(other, timeout, attempts);
    }
}
