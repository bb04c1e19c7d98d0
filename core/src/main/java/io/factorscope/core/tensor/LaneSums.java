package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Sums of vectors' lanes in one fixed order. The Vector API's own sum has none: it rounds one way
/// before its caller is compiled, and another way after.
final class LaneSums {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final VectorShuffle<Float> BY_EIGHT = turned(8);
    private static final VectorShuffle<Float> BY_FOUR = turned(4);
    private static final VectorShuffle<Float> BY_TWO = turned(2);
    private static final VectorShuffle<Float> BY_ONE = turned(1);

    private LaneSums() {}

    private static VectorShuffle<Float> turned(int by) {
        return VectorShuffle.iota(FLOATS, by, 1, true);
    }

    /// The sum of one vector, of sixteen lanes at most.
    static float of(FloatVector v) {
        FloatVector sum = v;
        if (LANES > 8) {
            sum = sum.add(sum.rearrange(BY_EIGHT));
        }
        if (LANES > 4) {
            sum = sum.add(sum.rearrange(BY_FOUR));
        }
        if (LANES > 2) {
            sum = sum.add(sum.rearrange(BY_TWO));
        }
        return sum.add(sum.rearrange(BY_ONE)).lane(0);
    }
}
