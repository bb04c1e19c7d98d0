package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/// [InputTiles] of a float32 matrix.
final class FloatInputTiles extends InputTiles {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    FloatInputTiles(HostMatrix w, float[] x, int rows, float[] sums) {
        super(w, x, rows, sums);
    }

    @Override
    void tile(float[] in, long begin, int place, int second, int third) {
        float[] out = sums;
        int toB = place + second * ROWS;
        int toC = place + third * ROWS;
        FloatVector a0 = FloatVector.fromArray(FLOATS, out, place);
        FloatVector a1 = FloatVector.fromArray(FLOATS, out, place + LANES);
        FloatVector a2 = FloatVector.fromArray(FLOATS, out, place + 2 * LANES);
        FloatVector a3 = FloatVector.fromArray(FLOATS, out, place + 3 * LANES);
        FloatVector b0 = FloatVector.fromArray(FLOATS, out, toB);
        FloatVector b1 = FloatVector.fromArray(FLOATS, out, toB + LANES);
        FloatVector b2 = FloatVector.fromArray(FLOATS, out, toB + 2 * LANES);
        FloatVector b3 = FloatVector.fromArray(FLOATS, out, toB + 3 * LANES);
        FloatVector c0 = FloatVector.fromArray(FLOATS, out, toC);
        FloatVector c1 = FloatVector.fromArray(FLOATS, out, toC + LANES);
        FloatVector c2 = FloatVector.fromArray(FLOATS, out, toC + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(FLOATS, out, toC + 3 * LANES);
        long length = w.length();
        long at = begin;
        long stepB = second * (long) Float.BYTES;
        long stepC = third * (long) Float.BYTES;
        int i = 0;
        while (i != in.length) {
            FloatVector a = load(at);
            FloatVector b = load(at + stepB);
            FloatVector c = load(at + stepC);
            FloatVector v = FloatVector.broadcast(FLOATS, in[i]);
            a0 = a.fma(v, a0);
            b0 = b.fma(v, b0);
            c0 = c.fma(v, c0);
            v = FloatVector.broadcast(FLOATS, in[i + 1]);
            a1 = a.fma(v, a1);
            b1 = b.fma(v, b1);
            c1 = c.fma(v, c1);
            v = FloatVector.broadcast(FLOATS, in[i + 2]);
            a2 = a.fma(v, a2);
            b2 = b.fma(v, b2);
            c2 = c.fma(v, c2);
            v = FloatVector.broadcast(FLOATS, in[i + 3]);
            a3 = a.fma(v, a3);
            b3 = b.fma(v, b3);
            c3 = c.fma(v, c3);
            i += ROWS;
            at += length;
        }
        a0.intoArray(out, place);
        a1.intoArray(out, place + LANES);
        a2.intoArray(out, place + 2 * LANES);
        a3.intoArray(out, place + 3 * LANES);
        b0.intoArray(out, toB);
        b1.intoArray(out, toB + LANES);
        b2.intoArray(out, toB + 2 * LANES);
        b3.intoArray(out, toB + 3 * LANES);
        c0.intoArray(out, toC);
        c1.intoArray(out, toC + LANES);
        c2.intoArray(out, toC + 2 * LANES);
        c3.intoArray(out, toC + 3 * LANES);
    }

    private static FloatVector load(long at) {
        return FloatVector.fromMemorySegment(
                FLOATS, HostMatrix.MEMORY, at, ByteOrder.LITTLE_ENDIAN);
    }
}
