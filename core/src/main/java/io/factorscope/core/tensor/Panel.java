package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/// A few stored rows of a matrix that a processor's own cache holds, with sums beside them, so that
/// tiles can read them in any order, more than once.
final class Panel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int SIZE = 1 << 18; // bytes
    private static final long LINE = 64; // of the memory, in bytes
    private static final long BLOCK = 4 * LINE;

    // So that the compiler does not leave out what is read for nothing else.
    @SuppressWarnings("unused")
    private static volatile float seen;

    private Panel() {}

    /// How many stored rows make one.
    static int rows(HostMatrix w) {
        return (int) Math.max(1, SIZE / w.length());
    }

    /// Reads stored rows `from` to `to - 1` straight on, which is how memory is read fastest, for
    /// nothing but to have them in the cache; gives the address where they lie.
    static long read(HostMatrix w, int from, int to) {
        long at = w.address(from);
        long bytes = w.address(to - 1) + w.length() - at;
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        long i = at;
        long end = at + bytes / BLOCK * BLOCK;
        while (i != end) {
            a = a.add(load(i));
            b = b.add(load(i + LINE));
            c = c.add(load(i + 2 * LINE));
            d = d.add(load(i + 3 * LINE));
            i += BLOCK;
        }
        seen = a.add(b).add(c.add(d)).lane(0);
        return at;
    }

    private static FloatVector load(long at) {
        return FloatVector.fromMemorySegment(
                FLOATS, HostMatrix.MEMORY, at, ByteOrder.LITTLE_ENDIAN);
    }
}
