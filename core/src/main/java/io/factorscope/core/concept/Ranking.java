package io.factorscope.core.concept;

import java.util.Arrays;

/// Rows in the order of their scores, without an object for each.
final class Ranking {
    private Ranking() {}

    /// The rows whose score is `least` or more (above 0), largest first, equal ones in their order.
    static int[] strongestFirst(float[] scores, double least) {
        long[] keyed = new long[scores.length];
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] >= least) {
                // Positive floats order like their bits; inverted, the largest come first.
                keyed[count++] = ((long) ~Float.floatToIntBits(scores[i]) << 32) | i;
            }
        }
        Arrays.sort(keyed, 0, count);
        return Arrays.stream(keyed, 0, count).mapToInt(key -> (int) key).toArray();
    }
}
