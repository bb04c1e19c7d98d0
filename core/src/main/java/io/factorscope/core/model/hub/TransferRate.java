package io.factorscope.core.model.hub;

import io.factorscope.core.job.Amounts;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/// How fast bytes come and how long the rest will take, over the last few seconds.
final class TransferRate {
    private static final long WINDOW = 5_000_000_000L;
    private static final long LEAST = 500_000_000L;

    private final LongSupplier clock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long time, long bytes) {}

    TransferRate(LongSupplier clock) {
        this.clock = clock;
    }

    /// Takes note of how many bytes there are now; `12 MB/s · 3 min left`, or empty while unknown.
    String note(long bytes, long total) {
        long now = clock.getAsLong();
        if (!samples.isEmpty() && bytes < samples.getLast().bytes()) {
            samples.clear();
        }
        samples.add(new Sample(now, bytes));
        while (now - samples.getFirst().time() > WINDOW) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        if (now - first.time() < LEAST || bytes == first.bytes()) {
            return "";
        }
        double rate = (bytes - first.bytes()) * 1e9 / (now - first.time());
        String left = Amounts.time((total - bytes) / rate);
        return Amounts.bytes(Math.round(rate)) + "/s · " + left + " left";
    }
}
