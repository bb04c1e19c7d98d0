package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// [RowProduct] with a float32 matrix stored by outputs: each output is a sum along a stored row.
final class OutputKernel extends RowKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    /// How many outputs of one row, or rows, are computed at a time.
    static final int GROUP = 4;

    private final LaneSums sums = new LaneSums();

    /// For rows of `x` from `xAt` on, into those of `y` from `yAt` on.
    OutputKernel(HostMatrix w, float[] x, int xAt, float[] y, int yAt) {
        super(w, x, xAt, y, yAt);
    }

    /// Outputs `from` to `to - 1` of `rows` rows.
    void write(int from, int to, int rows) {
        int grouped = rows / GROUP * GROUP;
        int even = grouped == 0 ? from : from + (to - from) / 2 * 2;
        for (int o = from; o < even; o += 2) { // read from memory once, then from the cache
            for (int row = 0; row < grouped; row += GROUP) {
                twoOutputs(o, row);
            }
        }
        for (int row = 0; even < to && row < grouped; row++) {
            oneOutput(even, row);
        }
        int quarter = (to - from) / GROUP;
        for (int row = grouped; row < rows; row++) {
            for (int o = from; o < from + quarter; o++) {
                fourOutputs(o, quarter, row);
            }
            for (int o = from + GROUP * quarter; o < to; o++) {
                oneOutput(o, row);
            }
        }
    }

    private void oneOutput(int o, int row) {
        int whole = FLOATS.loopBound(w.inputs);
        long at = (long) o * w.inputs;
        int from = x(row);
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < whole; i += LANES) {
            sum = load(w.data, at + i).fma(FloatVector.fromArray(FLOATS, x, from + i), sum);
        }
        y[y(row) + o] = sums.of(sum) + w.rest(o, whole, x, from);
    }

    /// Four outputs of one row, `stride` apart, so that each of the four is read on and on.
    private void fourOutputs(int o, int stride, int row) {
        MemorySegment data = w.data;
        float[] in = x;
        int from = x(row);
        int n = w.inputs;
        int whole = FLOATS.loopBound(n);
        long at = (long) o * n;
        long step = (long) stride * n;
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, in, from + i);
            long k = at + i;
            a = load(data, k).fma(v, a);
            b = load(data, k + step).fma(v, b);
            c = load(data, k + 2 * step).fma(v, c);
            d = load(data, k + 3 * step).fma(v, d);
        }
        int to = y(row) + o;
        sums.put(y, to, stride, a, b, c, d);
        for (int i = 0; whole < n && i < GROUP; i++) {
            y[to + i * stride] += w.rest(o + i * stride, whole, in, from);
        }
    }

    /// Two outputs of four rows.
    private void twoOutputs(int o, int row) {
        MemorySegment data = w.data;
        float[] in = x;
        int from = x(row);
        int n = w.inputs;
        int whole = FLOATS.loopBound(n);
        long at = (long) o * n;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector a = load(data, at + i);
            FloatVector b = load(data, at + n + i);
            int k = from + i;
            FloatVector v0 = FloatVector.fromArray(FLOATS, in, k);
            FloatVector v1 = FloatVector.fromArray(FLOATS, in, k + n);
            FloatVector v2 = FloatVector.fromArray(FLOATS, in, k + 2 * n);
            FloatVector v3 = FloatVector.fromArray(FLOATS, in, k + 3 * n);
            a0 = a.fma(v0, a0);
            a1 = a.fma(v1, a1);
            a2 = a.fma(v2, a2);
            a3 = a.fma(v3, a3);
            b0 = b.fma(v0, b0);
            b1 = b.fma(v1, b1);
            b2 = b.fma(v2, b2);
            b3 = b.fma(v3, b3);
        }
        int to = y(row) + o;
        sums.put(y, to, w.outputs, a0, a1, a2, a3);
        sums.put(y, to + 1, w.outputs, b0, b1, b2, b3);
        for (int r = 0; whole < n && r < GROUP; r++) {
            y[to + r * w.outputs] += w.rest(o, whole, in, from + r * n);
            y[to + 1 + r * w.outputs] += w.rest(o + 1, whole, in, from + r * n);
        }
    }

    private static FloatVector load(MemorySegment data, long index) {
        long at = index * Float.BYTES;
        return FloatVector.fromMemorySegment(FLOATS, data, at, ByteOrder.LITTLE_ENDIAN);
    }
}
