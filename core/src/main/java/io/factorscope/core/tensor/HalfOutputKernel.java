package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/// [OutputKernel] for bfloat16, widened exactly. One class for both types is not compiled to fast
/// code once a process has used both.
final class HalfOutputKernel extends RowKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final VectorSpecies<Short> HALVES =
            VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
    private static final int LANES = FLOATS.length();
    private static final long BYTES = (long) Short.BYTES * LANES;
    private static final int BLOCK = 2 * LANES;
    private static final int ROWS = 4;

    /// For rows of `x`, into those of `y`.
    HalfOutputKernel(HostMatrix w, float[] x, float[] y) {
        super(w, x, y);
    }

    /// As [OutputKernel#write].
    void write(int from, int to, int rows) {
        int far = half(w.outputs);
        int both = Math.min(w.outputs - far, to);
        for (int o = from; o < both; o++) {
            pair(o, far, rows);
        }
        if (both < to) {
            pair(to - 1, 0, rows);
        }
        int whole = FLOATS.loopBound(w.inputs);
        for (int row = 0; whole < w.inputs && row < rows; row++) {
            for (int o = from; o < to; o++) {
                y[y(row) + o] += w.rest(o, whole, x, x(row));
                if (o < both) {
                    y[y(row) + o + far] += w.rest(o + far, whole, x, x(row));
                }
            }
        }
    }

    private void pair(int o, int far, int rows) {
        int row = 0;
        for (; row + ROWS <= rows; row += ROWS) { // read from memory once, then from the cache
            fourRows(o, far, row);
        }
        for (; row < rows; row++) {
            oneRow(o, far, row);
        }
    }

    private void oneRow(int o, int far, int row) {
        float[] in = x;
        int i = x(row);
        int blocks = i + w.inputs / BLOCK * BLOCK;
        int end = i + FLOATS.loopBound(w.inputs);
        long at = w.address(o);
        long step = w.address(o + far) - at;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        // With `i < end` Java's compiler would count the loop, write as much again around it, and
        // read out of order what it unrolls: a short row would take twice as long.
        while (i != blocks) {
            FloatVector v = FloatVector.fromArray(FLOATS, in, i);
            a0 = load(at).fma(v, a0);
            b0 = load(at + step).fma(v, b0);
            v = FloatVector.fromArray(FLOATS, in, i + LANES);
            a1 = load(at + BYTES).fma(v, a1);
            b1 = load(at + step + BYTES).fma(v, b1);
            i += BLOCK;
            at += 2 * BYTES;
        }
        while (i != end) {
            FloatVector v = FloatVector.fromArray(FLOATS, in, i);
            a0 = load(at).fma(v, a0);
            b0 = load(at + step).fma(v, b0);
            i += LANES;
            at += BYTES;
        }
        int to = y(row) + o;
        y[to] = LaneSums.of(a0.add(a1));
        y[to + far] = LaneSums.of(b0.add(b1));
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
            long place = at + (long) k * Short.BYTES;
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
        ShortVector bits =
                ShortVector.fromMemorySegment(
                        HALVES, HostMatrix.MEMORY, at, ByteOrder.LITTLE_ENDIAN);
        IntVector wide = (IntVector) bits.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
        return wide.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
    }
}
