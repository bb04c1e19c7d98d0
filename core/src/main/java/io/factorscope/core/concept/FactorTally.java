package io.factorscope.core.concept;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// What has been seen of one factor so far, in bounded memory: counts, and a heap of contexts.
final class FactorTally {
    /// The strongest first; of equals, the one read first.
    private static final Comparator<StreamReport.Hit> STRONGEST =
            Comparator.comparingDouble(StreamReport.Hit::activation)
                    .reversed()
                    .thenComparingLong(StreamReport.Hit::number);

    private final int factor;
    private final double fitMaximum;
    private final int most;
    private final long[] histogram = new long[StreamReport.BINS];
    private final PriorityQueue<StreamReport.Hit> contexts =
            new PriorityQueue<>(STRONGEST.reversed());
    private double maximum;
    private long firing;

    FactorTally(int factor, double fitMaximum, int most) {
        this.factor = factor;
        this.fitMaximum = fitMaximum;
        this.most = most;
    }

    /// Goes on from what was written down.
    void restore(StreamReport.Seen seen) {
        maximum = seen.maximum();
        firing = seen.firing();
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] = seen.histogram().get(i);
        }
        contexts.addAll(seen.contexts());
    }

    /// Counts one token.
    void count(float activation) {
        if (activation <= 0 || fitMaximum <= 0) {
            return;
        }
        double share = activation / fitMaximum;
        maximum = Math.max(maximum, activation);
        firing += share >= Evidence.FIRES_AT ? 1 : 0;
        histogram[StreamReport.bin(share)]++;
    }

    /// Whether a context of that strength, later than all others, would be kept.
    boolean wants(float activation) {
        if (activation <= 0 || fitMaximum <= 0) {
            return false;
        }
        StreamReport.Hit weakest = contexts.peek();
        return contexts.size() < most || (weakest != null && activation > weakest.activation());
    }

    /// Keeps a context in place of the weakest.
    void keep(StreamReport.Hit hit) {
        contexts.add(hit);
        if (contexts.size() > most) {
            contexts.poll();
        }
    }

    /// What has been seen, of so many tokens.
    StreamReport.Seen seen(long tokens) {
        List<StreamReport.Hit> sorted = new ArrayList<>(contexts);
        sorted.sort(STRONGEST);
        List<Long> counts = new ArrayList<>();
        for (long count : histogram) {
            counts.add(count);
        }
        double density = tokens == 0 ? 0 : (double) firing / tokens;
        return new StreamReport.Seen(factor, fitMaximum, maximum, firing, density, counts, sorted);
    }
}
