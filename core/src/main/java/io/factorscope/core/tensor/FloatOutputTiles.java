package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/// [OutputTiles] of a float32 matrix.
final class FloatOutputTiles extends OutputTiles {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final long BYTES = (long) Float.BYTES * LANES;
    private static final int STEP = ROWS * LANES;

    FloatOutputTiles(HostMatrix w, float[] x, int rows, float[] y) {
        super(w, x, rows, y);
    }

    @Override
    void tile(long at, long second, long third, int begin, float[] sums) {
        float[] in = fours;
        int i = begin;
        int end = begin + whole * ROWS;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        FloatVector c0 = a0;
        FloatVector c1 = a0;
        FloatVector c2 = a0;
        FloatVector c3 = a0;
        while (i != end) {
            FloatVector a = load(at);
            FloatVector b = load(at + second);
            FloatVector c = load(at + third);
            FloatVector v = FloatVector.fromArray(FLOATS, in, i);
            a0 = a.fma(v, a0);
            b0 = b.fma(v, b0);
            c0 = c.fma(v, c0);
            v = FloatVector.fromArray(FLOATS, in, i + LANES);
            a1 = a.fma(v, a1);
            b1 = b.fma(v, b1);
            c1 = c.fma(v, c1);
            v = FloatVector.fromArray(FLOATS, in, i + 2 * LANES);
            a2 = a.fma(v, a2);
            b2 = b.fma(v, b2);
            c2 = c.fma(v, c2);
            v = FloatVector.fromArray(FLOATS, in, i + 3 * LANES);
            a3 = a.fma(v, a3);
            b3 = b.fma(v, b3);
            c3 = c.fma(v, c3);
            i += STEP;
            at += BYTES;
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LANES);
        a2.intoArray(sums, 2 * LANES);
        a3.intoArray(sums, 3 * LANES);
        b0.intoArray(sums, STEP);
        b1.intoArray(sums, STEP + LANES);
        b2.intoArray(sums, STEP + 2 * LANES);
        b3.intoArray(sums, STEP + 3 * LANES);
        c0.intoArray(sums, 2 * STEP);
        c1.intoArray(sums, 2 * STEP + LANES);
        c2.intoArray(sums, 2 * STEP + 2 * LANES);
        c3.intoArray(sums, 2 * STEP + 3 * LANES);
    }

    private static FloatVector load(long at) {
        return FloatVector.fromMemorySegment(
                FLOATS, HostMatrix.MEMORY, at, ByteOrder.LITTLE_ENDIAN);
    }
}
