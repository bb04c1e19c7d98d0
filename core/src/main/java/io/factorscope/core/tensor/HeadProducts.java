package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/// The two products of an attention head with what it has seen: keys and values, both float32,
/// `[seen, d_head]` and stored by outputs.
///
/// Apart from [RowProduct], whose loops are for long rows: here beginning with a row takes the most
/// time, and loops that see both are compiled to slower code.
///
/// **Randomness**: none; the order of every sum depends on the shapes alone. **Threads**: any, the
/// calling one does it all.
public final class HeadProducts {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final long BYTES = (long) Float.BYTES * LANES;
    private static final int STRIP = 4 * LANES;

    private final HostMatrix keys;
    private final HostMatrix values;

    /// Products with one head's keys and values.
    public HeadProducts(HostMatrix keys, HostMatrix values) {
        this.keys = keys;
        this.values = values;
    }

    /// Writes the product of `q [d_head]`, from `qAt` on, and each position's key into `scores`,
    /// from `at` on.
    public void scores(float[] q, int qAt, float[] scores, int at) {
        int seen = keys.outputs;
        for (int position = 0; position < seen; position += 2) {
            two(position, Math.min(position + 1, seen - 1), q, qAt, scores, at);
        }
        int whole = FLOATS.loopBound(keys.inputs);
        for (int position = 0; whole < keys.inputs && position < seen; position++) {
            scores[at + position] += keys.rest(position, whole, q, qAt);
        }
    }

    private void two(int first, int second, float[] q, int qAt, float[] scores, int at) {
        long a = keys.address(first);
        long b = keys.address(second);
        int end = qAt + FLOATS.loopBound(keys.inputs);
        FloatVector sumA = FloatVector.zero(FLOATS);
        FloatVector sumB = sumA;
        for (int i = qAt; i != end; i += LANES) { // `<` would be counted: see OutputKernel
            FloatVector v = FloatVector.fromArray(FLOATS, q, i);
            sumA = load(a).fma(v, sumA);
            sumB = load(b).fma(v, sumB);
            a += BYTES;
            b += BYTES;
        }
        scores[at + first] = LaneSums.of(sumA);
        scores[at + second] = LaneSums.of(sumB);
    }

    /// Adds up the positions' values, each times its share, into `out [d_head]`, from `outAt` on.
    public void gather(float[] shares, int at, float[] out, int outAt) {
        int d = values.inputs;
        int o = 0;
        for (; o + STRIP <= d; o += STRIP) {
            strip(o, shares, at, out, outAt + o);
        }
        for (; o + LANES <= d; o += LANES) {
            vector(o, shares, at, out, outAt + o);
        }
        for (; o < d; o++) {
            float sum = 0;
            for (int position = 0; position < values.outputs; position++) {
                sum += shares[at + position] * values.get((long) position * d + o);
            }
            out[outAt + o] = sum;
        }
    }

    /// Some numbers of the values, whose sums stay in registers.
    private void strip(int o, float[] shares, int at, float[] out, int outAt) {
        long row = values.inputs * (long) Float.BYTES;
        long place = values.address(0) + o * (long) Float.BYTES;
        values.address(values.outputs - 1);
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int end = at + values.outputs;
        for (int i = at; i != end; i++) {
            FloatVector share = FloatVector.broadcast(FLOATS, shares[i]);
            a = load(place).fma(share, a);
            b = load(place + BYTES).fma(share, b);
            c = load(place + 2 * BYTES).fma(share, c);
            d = load(place + 3 * BYTES).fma(share, d);
            place += row;
        }
        a.intoArray(out, outAt);
        b.intoArray(out, outAt + LANES);
        c.intoArray(out, outAt + 2 * LANES);
        d.intoArray(out, outAt + 3 * LANES);
    }

    private void vector(int o, float[] shares, int at, float[] out, int outAt) {
        long row = values.inputs * (long) Float.BYTES;
        long place = values.address(0) + o * (long) Float.BYTES;
        values.address(values.outputs - 1);
        FloatVector sum = FloatVector.zero(FLOATS);
        int end = at + values.outputs;
        for (int i = at; i != end; i++) {
            sum = load(place).fma(FloatVector.broadcast(FLOATS, shares[i]), sum);
            place += row;
        }
        sum.intoArray(out, outAt);
    }

    private static FloatVector load(long at) {
        return FloatVector.fromMemorySegment(
                FLOATS, HostMatrix.MEMORY, at, ByteOrder.LITTLE_ENDIAN);
    }
}
