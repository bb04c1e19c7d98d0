package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// [OutputKernel] for bfloat16, widened exactly. One class for both types is not compiled to fast
/// code once a process has used both.
final class HalfOutputKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final long BYTES = (long) Short.BYTES * LANES;

    private final HostMatrix w;
    private final float[] x;
    private final float[] y;
    private final int head;
    private final int tail;
    private final float[] ends = new float[2 * LANES];

    /// For the row `x`, into `y`.
    HalfOutputKernel(HostMatrix w, float[] x, float[] y) {
        this.w = w;
        this.x = x;
        this.y = y;
        head = w.head(LANES);
        tail = (w.inputs - head) % LANES;
    }

    /// Outputs `from` to `to - 1` of the first half of all, which is the longer one, and the same
    /// of the second: so two stored rows are read on and on, from chunk to chunk. Of neighbours,
    /// one would be in the other's way.
    void write(int from, int to) {
        int far = Cut.half(w.outputs);
        int both = Math.min(w.outputs - far, to) - from;
        if (both > 0) {
            pairs(from, both, far);
        }
        if (both < to - from) {
            pairs(to - 1, 1, 0);
        }
    }

    /// So many outputs from `first` on, and those `far` from them. Vectors begin where the memory's
    /// lines do; what is before the first and after the last of those is read with all around it,
    /// times 0.
    private void pairs(int first, int count, int far) {
        if (w.inputs < LANES) {
            for (int o = first; o < first + count; o++) {
                y[o] = w.rest(o, 0, x, 0);
                y[o + far] = w.rest(o + far, 0, x, 0);
            }
            return;
        }
        float[] in = x;
        int begin = head;
        int end = w.inputs - tail;
        System.arraycopy(x, 0, ends, 0, head);
        System.arraycopy(x, end, ends, 2 * LANES - tail, tail);
        FloatVector before = FloatVector.fromArray(FLOATS, ends, 0);
        FloatVector after = FloatVector.fromArray(FLOATS, ends, LANES);
        long at = w.address(first);
        long step = w.address(first + far) - at;
        w.address(first + far + count - 1);
        for (int o = first; o < first + count; o++) {
            FloatVector a0 = HalfVectors.load(at).mul(before);
            FloatVector b0 = HalfVectors.load(at + step).mul(before);
            FloatVector a1 = FloatVector.zero(FLOATS);
            FloatVector b1 = a1;
            at += head * (long) Short.BYTES;
            int i = begin;
            // With `i < end` Java's compiler would count the loop, write as much again around it,
            // and read out of order what it unrolls: a short row would take twice as long.
            while (i != end) {
                FloatVector v = FloatVector.fromArray(FLOATS, in, i);
                a0 = HalfVectors.load(at).fma(v, a0);
                b0 = HalfVectors.load(at + step).fma(v, b0);
                i += LANES;
                at += BYTES;
            }
            at += tail * (long) Short.BYTES;
            a1 = HalfVectors.load(at - BYTES).fma(after, a1);
            b1 = HalfVectors.load(at + step - BYTES).fma(after, b1);
            y[o] = LaneSums.of(a0.add(a1));
            y[o + far] = LaneSums.of(b0.add(b1));
        }
    }
}
