package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;

/// Sums of vectors' lanes in one fixed order. The Vector API's own sum has none: it rounds one way
/// before its caller is compiled, and another way after.
///
/// **Threads**: one each.
final class LaneSums {
    private static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    private final float[] lanes = new float[4 * LANES];

    /// The sum of one vector.
    float of(FloatVector v) {
        v.intoArray(lanes, 0);
        float sum = 0;
        for (int i = 0; i < LANES; i++) {
            sum += lanes[i];
        }
        return sum;
    }

    /// The sums of four vectors, into `y` from `at` on, `step` apart.
    void put(
            float[] y,
            int at,
            int step,
            FloatVector a,
            FloatVector b,
            FloatVector c,
            FloatVector d) {
        float[] each = lanes;
        a.intoArray(each, 0);
        b.intoArray(each, LANES);
        c.intoArray(each, 2 * LANES);
        d.intoArray(each, 3 * LANES);
        float sumA = 0;
        float sumB = 0;
        float sumC = 0;
        float sumD = 0;
        for (int i = 0; i < LANES; i++) {
            sumA += each[i];
            sumB += each[LANES + i];
            sumC += each[2 * LANES + i];
            sumD += each[3 * LANES + i];
        }
        y[at] = sumA;
        y[at + step] = sumB;
        y[at + 2 * step] = sumC;
        y[at + 3 * step] = sumD;
    }
}
