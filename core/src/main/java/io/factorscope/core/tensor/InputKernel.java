package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/// [RowProduct] with a float32 matrix stored by inputs: each input adds a stored row, times its
/// number, to all outputs.
final class InputKernel extends RowKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final long BYTES = (long) Float.BYTES * LANES;
    private static final int BLOCK = 2 * LANES;
    private static final int ROWS = 4;
    private static final int NARROW = 256;

    /// For rows of `x` from `xAt` on, into those of `y` from `yAt` on.
    InputKernel(HostMatrix w, float[] x, int xAt, float[] y, int yAt) {
        super(w, x, xAt, y, yAt);
    }

    /// Adds inputs `from` to `to - 1` of `rows` rows, and what they weigh, to all outputs.
    void add(int from, int to, int rows) {
        int row = 0;
        for (; row + ROWS <= rows; row += ROWS) {
            int o = 0;
            for (; o + ROWS * LANES <= w.outputs; o += ROWS * LANES) {
                block(from, to, o, row);
            }
            for (int r = row; r < row + ROWS; r++) {
                singly(from, to, o, r);
            }
        }
        if (w.outputs <= NARROW) {
            for (; row < rows; row++) {
                int o = 0;
                for (; o + ROWS * LANES <= w.outputs; o += ROWS * LANES) {
                    strip(from, to, o, row);
                }
                singly(from, to, o, row);
            }
        }
        int whole = FLOATS.loopBound(w.outputs);
        int half = (to - from) / 2;
        for (int i = from; row < rows && i < from + half; i++) {
            for (int r = row; r < rows; r++) { // read from memory once, then from the cache
                pair(i, half, r);
            }
        }
        for (int r = row; r < rows; r++) {
            singly(from + 2 * half, to, 0, r);
            singly(from, from + 2 * half, whole, r);
        }
    }

    /// Some inputs of four rows, and 4 × LANES outputs from `o` on, whose sums stay in registers.
    private void block(int from, int to, int o, int row) {
        long m = (long) w.outputs * Float.BYTES;
        int n = w.inputs;
        float[] in = x;
        float[] out = y;
        int x0 = x(row);
        int x1 = x0 + n;
        int x2 = x1 + n;
        int x3 = x2 + n;
        int y0 = y(row) + o;
        int y1 = y0 + w.outputs;
        int y2 = y1 + w.outputs;
        int y3 = y2 + w.outputs;
        FloatVector a0 = FloatVector.fromArray(FLOATS, out, y0);
        FloatVector b0 = FloatVector.fromArray(FLOATS, out, y0 + LANES);
        FloatVector c0 = FloatVector.fromArray(FLOATS, out, y0 + 2 * LANES);
        FloatVector d0 = FloatVector.fromArray(FLOATS, out, y0 + 3 * LANES);
        FloatVector a1 = FloatVector.fromArray(FLOATS, out, y1);
        FloatVector b1 = FloatVector.fromArray(FLOATS, out, y1 + LANES);
        FloatVector c1 = FloatVector.fromArray(FLOATS, out, y1 + 2 * LANES);
        FloatVector d1 = FloatVector.fromArray(FLOATS, out, y1 + 3 * LANES);
        FloatVector a2 = FloatVector.fromArray(FLOATS, out, y2);
        FloatVector b2 = FloatVector.fromArray(FLOATS, out, y2 + LANES);
        FloatVector c2 = FloatVector.fromArray(FLOATS, out, y2 + 2 * LANES);
        FloatVector d2 = FloatVector.fromArray(FLOATS, out, y2 + 3 * LANES);
        FloatVector a3 = FloatVector.fromArray(FLOATS, out, y3);
        FloatVector b3 = FloatVector.fromArray(FLOATS, out, y3 + LANES);
        FloatVector c3 = FloatVector.fromArray(FLOATS, out, y3 + 2 * LANES);
        FloatVector d3 = FloatVector.fromArray(FLOATS, out, y3 + 3 * LANES);
        long at = from == to ? 0 : w.address(from) + (long) o * Float.BYTES;
        for (int i = from; i < to; i++) {
            long k = at + (i - from) * m;
            FloatVector a = load(k);
            FloatVector b = load(k + BYTES);
            FloatVector c = load(k + 2 * BYTES);
            FloatVector d = load(k + 3 * BYTES);
            FloatVector v0 = FloatVector.broadcast(FLOATS, in[x0 + i]);
            a0 = a.fma(v0, a0);
            b0 = b.fma(v0, b0);
            c0 = c.fma(v0, c0);
            d0 = d.fma(v0, d0);
            FloatVector v1 = FloatVector.broadcast(FLOATS, in[x1 + i]);
            a1 = a.fma(v1, a1);
            b1 = b.fma(v1, b1);
            c1 = c.fma(v1, c1);
            d1 = d.fma(v1, d1);
            FloatVector v2 = FloatVector.broadcast(FLOATS, in[x2 + i]);
            a2 = a.fma(v2, a2);
            b2 = b.fma(v2, b2);
            c2 = c.fma(v2, c2);
            d2 = d.fma(v2, d2);
            FloatVector v3 = FloatVector.broadcast(FLOATS, in[x3 + i]);
            a3 = a.fma(v3, a3);
            b3 = b.fma(v3, b3);
            c3 = c.fma(v3, c3);
            d3 = d.fma(v3, d3);
        }
        a0.intoArray(out, y0);
        b0.intoArray(out, y0 + LANES);
        c0.intoArray(out, y0 + 2 * LANES);
        d0.intoArray(out, y0 + 3 * LANES);
        a1.intoArray(out, y1);
        b1.intoArray(out, y1 + LANES);
        c1.intoArray(out, y1 + 2 * LANES);
        d1.intoArray(out, y1 + 3 * LANES);
        a2.intoArray(out, y2);
        b2.intoArray(out, y2 + LANES);
        c2.intoArray(out, y2 + 2 * LANES);
        d2.intoArray(out, y2 + 3 * LANES);
        a3.intoArray(out, y3);
        b3.intoArray(out, y3 + LANES);
        c3.intoArray(out, y3 + 2 * LANES);
        d3.intoArray(out, y3 + 3 * LANES);
    }

    /// As [#block], of one row: for stored rows so short that beginning with each takes the most
    /// time.
    private void strip(int from, int to, int o, int row) {
        long m = (long) w.outputs * Float.BYTES;
        float[] out = y;
        int in = x(row);
        int at = y(row) + o;
        FloatVector a = FloatVector.fromArray(FLOATS, out, at);
        FloatVector b = FloatVector.fromArray(FLOATS, out, at + LANES);
        FloatVector c = FloatVector.fromArray(FLOATS, out, at + 2 * LANES);
        FloatVector d = FloatVector.fromArray(FLOATS, out, at + 3 * LANES);
        long begin = from == to ? 0 : w.address(from) + (long) o * Float.BYTES;
        for (int i = from; i < to; i++) {
            long k = begin + (i - from) * m;
            FloatVector v = FloatVector.broadcast(FLOATS, x[in + i]);
            a = load(k).fma(v, a);
            b = load(k + BYTES).fma(v, b);
            c = load(k + 2 * BYTES).fma(v, c);
            d = load(k + 3 * BYTES).fma(v, d);
        }
        a.intoArray(out, at);
        b.intoArray(out, at + LANES);
        c.intoArray(out, at + 2 * LANES);
        d.intoArray(out, at + 3 * LANES);
    }

    /// Two inputs of one row, and all outputs but the last few. They are `far` apart, so that two
    /// stored rows are read on and on: of neighbours, one would be in the other's way.
    private void pair(int input, int far, int row) {
        float[] out = y;
        int i = x(row) + input;
        FloatVector u = FloatVector.broadcast(FLOATS, x[i]);
        FloatVector v = FloatVector.broadcast(FLOATS, x[i + far]);
        long at = w.address(input);
        long step = w.address(input + far) - at;
        int o = y(row);
        int blocks = o + w.outputs / BLOCK * BLOCK;
        int end = o + FLOATS.loopBound(w.outputs);
        // With `o < end` Java's compiler would count the loop, write as much again around it, and
        // read
        // out of order what it unrolls: a short row would take twice as long.
        while (o != blocks) {
            add(at, step, u, v, out, o);
            add(at + BYTES, step, u, v, out, o + LANES);
            o += BLOCK;
            at += 2 * BYTES;
        }
        while (o != end) {
            add(at, step, u, v, out, o);
            o += LANES;
            at += BYTES;
        }
    }

    private static void add(long at, long step, FloatVector u, FloatVector v, float[] out, int o) {
        FloatVector sum = load(at).fma(u, FloatVector.fromArray(FLOATS, out, o));
        load(at + step).fma(v, sum).intoArray(out, o);
    }

    /// Some inputs, and the outputs from `first` on, one number at a time.
    private void singly(int from, int to, int first, int row) {
        for (int i = from; i < to; i++) {
            for (int o = first; o < w.outputs; o++) {
                y[y(row) + o] += x[x(row) + i] * w.get((long) i * w.outputs + o);
            }
        }
    }

    private static FloatVector load(long at) {
        return FloatVector.fromMemorySegment(
                FLOATS, HostMatrix.MEMORY, at, ByteOrder.LITTLE_ENDIAN);
    }
}
