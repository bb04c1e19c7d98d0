package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/// [RowProduct] with a float32 matrix stored by inputs: each input adds a stored row, times its
/// number, to the [Sums] of all outputs.
final class InputKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final long BYTES = (long) Float.BYTES * LANES;
    private static final long BLOCK = 2 * BYTES;
    private static final int ROWS = 4; // of x together
    private static final int STRIP = 4 * LANES;
    private static final int NARROW = 256;

    private final HostMatrix w;
    private final float[] x;
    private final long y;
    private final long length;

    /// For rows of `x`, into the sums at `y`, of which each row has [Sums#length] bytes.
    InputKernel(HostMatrix w, float[] x, long y) {
        this.w = w;
        this.x = x;
        this.y = y;
        this.length = Sums.length(w.outputs);
    }

    private int x(int row) {
        return row * w.inputs;
    }

    private long y(int row, int o) {
        return y + row * length + o * (long) Float.BYTES;
    }

    /// Adds inputs `from` to `to - 1` of the first half of all, which is the longer one, and the
    /// same of the second, of `rows` rows, and what they weigh, to all outputs.
    void add(int from, int to, int rows) {
        int far = RowKernel.half(w.inputs);
        int both = Math.max(from, Math.min(w.inputs - far, to));
        int fours = rows / ROWS * ROWS;
        int strips = w.outputs <= NARROW ? rows : fours;
        addStrips(from, to, strips);
        addStrips(from + far, both + far, strips);
        for (int i = from; i < both; i++) {
            for (int row = strips; row < rows; row++) { // from memory once, then from the cache
                pair(i, far, row);
            }
        }
        int whole = w.alike(LANES) ? w.outputs : FLOATS.loopBound(w.outputs);
        for (int row = strips; row < rows; row++) {
            singly(from, both, whole, row);
            singly(from + far, both + far, whole, row);
            singly(both, to, 0, row);
        }
    }

    private void addStrips(int from, int to, int rows) {
        int row = 0;
        for (; row + ROWS <= rows; row += ROWS) {
            for (int o = 0; o + STRIP <= w.outputs; o += STRIP) {
                block(from, to, o, row);
            }
        }
        for (; row < rows; row++) {
            for (int o = 0; o + STRIP <= w.outputs; o += STRIP) {
                strip(from, to, o, row);
            }
        }
        for (int r = 0; r < rows; r++) {
            singly(from, to, w.outputs / STRIP * STRIP, r);
        }
    }

    /// Some inputs of four rows, and a strip of outputs from `o` on, whose sums stay in registers.
    private void block(int from, int to, int o, int row) {
        long m = (long) w.outputs * Float.BYTES;
        int n = w.inputs;
        float[] in = x;
        int x0 = x(row);
        int x1 = x0 + n;
        int x2 = x1 + n;
        int x3 = x2 + n;
        long y0 = y(row, o);
        long y1 = y0 + length;
        long y2 = y1 + length;
        long y3 = y2 + length;
        FloatVector a0 = load(y0);
        FloatVector b0 = load(y0 + BYTES);
        FloatVector c0 = load(y0 + 2 * BYTES);
        FloatVector d0 = load(y0 + 3 * BYTES);
        FloatVector a1 = load(y1);
        FloatVector b1 = load(y1 + BYTES);
        FloatVector c1 = load(y1 + 2 * BYTES);
        FloatVector d1 = load(y1 + 3 * BYTES);
        FloatVector a2 = load(y2);
        FloatVector b2 = load(y2 + BYTES);
        FloatVector c2 = load(y2 + 2 * BYTES);
        FloatVector d2 = load(y2 + 3 * BYTES);
        FloatVector a3 = load(y3);
        FloatVector b3 = load(y3 + BYTES);
        FloatVector c3 = load(y3 + 2 * BYTES);
        FloatVector d3 = load(y3 + 3 * BYTES);
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
        store(a0, y0);
        store(b0, y0 + BYTES);
        store(c0, y0 + 2 * BYTES);
        store(d0, y0 + 3 * BYTES);
        store(a1, y1);
        store(b1, y1 + BYTES);
        store(c1, y1 + 2 * BYTES);
        store(d1, y1 + 3 * BYTES);
        store(a2, y2);
        store(b2, y2 + BYTES);
        store(c2, y2 + 2 * BYTES);
        store(d2, y2 + 3 * BYTES);
        store(a3, y3);
        store(b3, y3 + BYTES);
        store(c3, y3 + 2 * BYTES);
        store(d3, y3 + 3 * BYTES);
    }

    /// As [#block], of one row: for stored rows so short that beginning with each takes the most
    /// time.
    private void strip(int from, int to, int o, int row) {
        long m = (long) w.outputs * Float.BYTES;
        int in = x(row);
        long at = y(row, o);
        FloatVector a = load(at);
        FloatVector b = load(at + BYTES);
        FloatVector c = load(at + 2 * BYTES);
        FloatVector d = load(at + 3 * BYTES);
        long begin = from == to ? 0 : w.address(from) + (long) o * Float.BYTES;
        for (int i = from; i < to; i++) {
            long k = begin + (i - from) * m;
            FloatVector v = FloatVector.broadcast(FLOATS, x[in + i]);
            a = load(k).fma(v, a);
            b = load(k + BYTES).fma(v, b);
            c = load(k + 2 * BYTES).fma(v, c);
            d = load(k + 3 * BYTES).fma(v, d);
        }
        store(a, at);
        store(b, at + BYTES);
        store(c, at + 2 * BYTES);
        store(d, at + 3 * BYTES);
    }

    /// Two inputs of one row, and all outputs. They are `far` apart, so that two stored rows are
    /// read on and on, from part to part: of neighbours, one would be in the other's way.
    ///
    /// Where all rows lie alike, vectors begin and end where the memory's lines do; what the first
    /// and the last have of other rows goes to the room around the sums.
    private void pair(int input, int far, int row) {
        int i = x(row) + input;
        FloatVector u = FloatVector.broadcast(FLOATS, x[i]);
        FloatVector v = FloatVector.broadcast(FLOATS, x[i + far]);
        long at = w.address(input);
        long step = w.address(input + far) - at;
        long sums = y(row, 0);
        long end = sums + FLOATS.loopBound(w.outputs) * (long) Float.BYTES;
        if (w.alike(LANES)) {
            long before = at % BYTES;
            at -= before;
            sums -= before;
            end += before == 0 ? 0 : BYTES - before;
        }
        // With `sums < end` Java's compiler would count the loop, write as much again around it,
        // and read out of order what it unrolls: a short row would take twice as long.
        if ((end - sums) % BLOCK != 0) {
            add(at, step, u, v, sums);
            sums += BYTES;
            at += BYTES;
        }
        while (sums != end) {
            add(at, step, u, v, sums);
            add(at + BYTES, step, u, v, sums + BYTES);
            sums += BLOCK;
            at += BLOCK;
        }
    }

    private static void add(long at, long step, FloatVector u, FloatVector v, long sums) {
        store(load(at + step).fma(v, load(at).fma(u, load(sums))), sums);
    }

    /// Some inputs, and the outputs from `first` on, one number at a time.
    private void singly(int from, int to, int first, int row) {
        for (int i = from; i < to; i++) {
            for (int o = first; o < w.outputs; o++) {
                float more = x[x(row) + i] * w.get((long) i * w.outputs + o);
                Sums.set(y(row, o), Sums.get(y(row, o)) + more);
            }
        }
    }

    private static FloatVector load(long at) {
        return FloatVector.fromMemorySegment(
                FLOATS, HostMatrix.MEMORY, at, ByteOrder.LITTLE_ENDIAN);
    }

    private static void store(FloatVector v, long at) {
        v.intoMemorySegment(HostMatrix.MEMORY, at, ByteOrder.LITTLE_ENDIAN);
    }
}
