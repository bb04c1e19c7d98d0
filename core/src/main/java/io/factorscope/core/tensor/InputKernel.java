package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/// [RowProduct] of one row with a float32 matrix stored by inputs: each input adds a stored row,
/// times its number, to the [Sums] of all outputs.
final class InputKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final long BYTES = (long) Float.BYTES * LANES;
    private static final long BLOCK = 2 * BYTES;

    private final HostMatrix w;
    private final float[] x;
    private final long y;

    /// For the row `x`, into the sums at `y`.
    InputKernel(HostMatrix w, float[] x, long y) {
        this.w = w;
        this.x = x;
        this.y = y;
    }

    private long y(int o) {
        return y + o * (long) Float.BYTES;
    }

    /// Writes what inputs `from` to `to - 1` of the first half of all, which is the longer one, and
    /// the same of the second, and what they weigh, add to all outputs.
    void write(int from, int to) {
        int far = Cut.half(w.inputs);
        int both = Math.max(from, Math.min(w.inputs - far, to));
        int whole = w.alike(LANES) ? w.outputs : FLOATS.loopBound(w.outputs);
        if (from < both) {
            pairs(from, both, far);
            Sums.clear(y(whole), w.outputs - whole);
        } else {
            Sums.clear(y, w.outputs);
        }
        singly(from, both, whole);
        singly(from + far, both + far, whole);
        singly(both, to, 0);
    }

    /// Some inputs, those `far` from them, and all outputs of which a vector is full. Two stored
    /// rows are read on and on, from part to part: of neighbours, one would be in the other's way.
    ///
    /// Where all rows lie alike, vectors begin and end where the memory's lines do; what the first
    /// and the last have of other rows goes to the room around the sums.
    private void pairs(int from, int to, int far) {
        long row = w.length();
        long at = w.address(from);
        long step = w.address(from + far) - at;
        w.address(to - 1 + far);
        long before = w.alike(LANES) ? at % BYTES : 0;
        long sums = y - before;
        long end = y + FLOATS.loopBound(w.outputs) * (long) Float.BYTES;
        end += before == 0 ? 0 : BYTES - before;
        at -= before;
        begin(at, step, splat(from), splat(from + far), sums, end);
        for (int i = from + 1; i < to; i++) {
            at += row;
            pair(at, step, splat(i), splat(i + far), sums, end);
        }
    }

    private FloatVector splat(int i) {
        return FloatVector.broadcast(FLOATS, x[i]);
    }

    /// The first two inputs, whatever the sums were: setting them to 0 would take its time.
    private static void begin(
            long at, long step, FloatVector u, FloatVector v, long sums, long end) {
        while (sums != end) {
            store(load(at + step).fma(v, load(at).mul(u)), sums);
            sums += BYTES;
            at += BYTES;
        }
    }

    private static void pair(
            long at, long step, FloatVector u, FloatVector v, long sums, long end) {
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
    private void singly(int from, int to, int first) {
        for (int i = from; i < to; i++) {
            for (int o = first; o < w.outputs; o++) {
                float more = x[i] * w.get((long) i * w.outputs + o);
                Sums.set(y(o), Sums.get(y(o)) + more);
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
