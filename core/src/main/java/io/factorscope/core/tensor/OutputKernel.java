package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/// [RowProduct] with a float32 matrix stored by outputs: each output is a sum along a stored row.
final class OutputKernel extends RowKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final long BYTES = (long) Float.BYTES * LANES;
    private static final int ROWS = 4;

    private final int head;
    private final int tail;
    private final float[] ends = new float[2 * LANES];

    /// For rows of `x`, into those of `y`.
    OutputKernel(HostMatrix w, float[] x, float[] y) {
        super(w, x, y);
        head = w.head(LANES);
        tail = (w.inputs - head) % LANES;
    }

    /// Outputs `from` to `to - 1` of the first half of all, which is the longer one, and the same
    /// of the second, of `rows` rows: so two stored rows are read on and on, from chunk to chunk.
    /// Of neighbours, one would be in the other's way.
    void write(int from, int to, int rows) {
        int far = half(w.outputs);
        int both = Math.min(w.outputs - far, to) - from;
        if (both > 0) {
            pairs(from, both, far, rows);
        }
        if (both < to - from) {
            pairs(to - 1, 1, 0, rows);
        }
    }

    /// So many outputs from `first` on, and those `far` from them.
    private void pairs(int first, int count, int far, int rows) {
        int fours = rows / ROWS * ROWS;
        for (int o = first; o < first + count; o++) {
            for (int row = 0; row < fours; row += ROWS) { // from memory once, then from the cache
                fourRows(o, far, row);
            }
        }
        int whole = FLOATS.loopBound(w.inputs);
        for (int row = 0; whole < w.inputs && row < fours; row++) {
            for (int o = first; o < first + count; o++) {
                y[y(row) + o] += w.rest(o, whole, x, x(row));
                if (far > 0) {
                    y[y(row) + o + far] += w.rest(o + far, whole, x, x(row));
                }
            }
        }
        for (int row = fours; row < rows; row++) {
            if (whole > 0) {
                oneRow(first, count, far, row);
            } else {
                for (int o = first; o < first + count; o++) {
                    y[y(row) + o] = w.rest(o, 0, x, x(row));
                    y[y(row) + o + far] = w.rest(o + far, 0, x, x(row));
                }
            }
        }
    }

    /// [#pairs] of one row. Vectors begin where the memory's lines do; what is before the first and
    /// after the last of those is read with all around it, times 0.
    private void oneRow(int first, int count, int far, int row) {
        float[] in = x;
        int begin = x(row) + head;
        int end = x(row + 1) - tail;
        System.arraycopy(x, begin - head, ends, 0, head);
        System.arraycopy(x, end, ends, 2 * LANES - tail, tail);
        FloatVector before = FloatVector.fromArray(FLOATS, ends, 0);
        FloatVector after = FloatVector.fromArray(FLOATS, ends, LANES);
        long at = w.address(first);
        long step = w.address(first + far) - at;
        w.address(first + far + count - 1);
        for (int o = y(row) + first; o < y(row) + first + count; o++) {
            FloatVector a0 = load(at).mul(before);
            FloatVector b0 = load(at + step).mul(before);
            FloatVector a1 = FloatVector.zero(FLOATS);
            FloatVector b1 = a1;
            at += head * (long) Float.BYTES;
            int i = begin;
            // With `i < end` Java's compiler would count the loop, write as much again around it,
            // and read out of order what it unrolls: a short row would take twice as long.
            while (i != end) {
                FloatVector v = FloatVector.fromArray(FLOATS, in, i);
                a0 = load(at).fma(v, a0);
                b0 = load(at + step).fma(v, b0);
                i += LANES;
                at += BYTES;
            }
            at += tail * (long) Float.BYTES;
            a1 = load(at - BYTES).fma(after, a1);
            b1 = load(at + step - BYTES).fma(after, b1);
            y[o] = LaneSums.of(a0.add(a1));
            y[o + far] = LaneSums.of(b0.add(b1));
        }
    }

    private void fourRows(int o, int far, int row) {
        float[] in = x;
        int n = w.inputs;
        int from = x(row);
        int whole = FLOATS.loopBound(n);
        long at = w.address(o);
        long step = w.address(o + far) - at;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        for (int k = 0; k < whole; k += LANES) {
            int i = from + k;
            long place = at + (long) k * Float.BYTES;
            FloatVector a = load(place);
            FloatVector b = load(place + step);
            FloatVector v0 = FloatVector.fromArray(FLOATS, in, i);
            FloatVector v1 = FloatVector.fromArray(FLOATS, in, i + n);
            FloatVector v2 = FloatVector.fromArray(FLOATS, in, i + 2 * n);
            FloatVector v3 = FloatVector.fromArray(FLOATS, in, i + 3 * n);
            a0 = a.fma(v0, a0);
            a1 = a.fma(v1, a1);
            a2 = a.fma(v2, a2);
            a3 = a.fma(v3, a3);
            b0 = b.fma(v0, b0);
            b1 = b.fma(v1, b1);
            b2 = b.fma(v2, b2);
            b3 = b.fma(v3, b3);
        }
        int m = w.outputs;
        int to = y(row) + o;
        y[to] = LaneSums.of(a0);
        y[to + m] = LaneSums.of(a1);
        y[to + 2 * m] = LaneSums.of(a2);
        y[to + 3 * m] = LaneSums.of(a3);
        to += far;
        y[to] = LaneSums.of(b0);
        y[to + m] = LaneSums.of(b1);
        y[to + 2 * m] = LaneSums.of(b2);
        y[to + 3 * m] = LaneSums.of(b3);
    }

    private static FloatVector load(long at) {
        return FloatVector.fromMemorySegment(
                FLOATS, HostMatrix.MEMORY, at, ByteOrder.LITTLE_ENDIAN);
    }
}
