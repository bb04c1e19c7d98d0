package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.util.function.UnaryOperator;

/// Functions of all numbers of an array from `from` to `to - 1`, in place, several at a time.
///
/// **Errors**: none; what is no number stays none. **Randomness**: none, unlike the Vector API's
/// own exponential, which rounds otherwise once its caller is compiled. **Source**: e^x as 2^n
/// times a polynomial of the rest, |rest| ≤ ln 2 / 2 (Taylor's to the seventh power), 2e-7 of the
/// value.
public final class VectorMath {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final float GELU = (float) Math.sqrt(2 / Math.PI);
    private static final float GELU_CUBE = 0.044715f;

    private static final float LOG2_E = (float) (1 / Math.log(2));
    private static final float LN_2_HIGH = 355 / 512f; // few digits, so that n times it is exact
    private static final float LN_2_LOW = (float) (Math.log(2) - LN_2_HIGH);
    private static final float ROUNDS = 3 << 22; // added and taken away, leaves a whole number
    private static final float MOST = 88; // e^x would not be a float32 above, nor worth one below
    private static final int EXPONENT_BIAS = 127;
    private static final int MANTISSA_BITS = 23;

    private VectorMath() {}

    /// GELU by its tanh formula: x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))).
    public static void gelu(float[] a, int from, int to) {
        each(
                a,
                from,
                to,
                x -> {
                    FloatVector inner = x.mul(x).mul(x).mul(GELU_CUBE).add(x).mul(GELU);
                    return tanh(inner).add(1).mul(x).mul(0.5f);
                });
    }

    /// x / (1 + e^−x).
    public static void silu(float[] a, int from, int to) {
        each(a, from, to, x -> x.div(exp(x.neg()).add(1)));
    }

    /// max(0, x).
    public static void relu(float[] a, int from, int to) {
        each(a, from, to, x -> x.max(0));
    }

    /// c · tanh(x / c).
    public static void softCap(float[] a, int from, int to, float c) {
        each(a, from, to, x -> tanh(x.div(c)).mul(c));
    }

    /// e^x over the sum of all e^x.
    public static void softmax(float[] a, int from, int to) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, a[i]);
        }
        float shift = largest;
        each(a, from, to, x -> exp(x.sub(shift)));
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[i];
        }
        float scale = (float) (1 / sum);
        for (int i = from; i < to; i++) {
            a[i] *= scale;
        }
    }

    /// Adds all of `b` to the numbers of `a` from `from` on. (A loop over two arrays that begin at
    /// different places is not compiled to vectors.)
    public static void add(float[] a, int from, float[] b) {
        int i = 0;
        for (; i + FLOATS.length() <= b.length; i += FLOATS.length()) {
            FloatVector more = FloatVector.fromArray(FLOATS, b, i);
            FloatVector.fromArray(FLOATS, a, from + i).add(more).intoArray(a, from + i);
        }
        for (; i < b.length; i++) {
            a[from + i] += b[i];
        }
    }

    private static FloatVector tanh(FloatVector x) {
        FloatVector twice = exp(x.add(x)).add(1);
        return FloatVector.broadcast(FLOATS, 1).sub(FloatVector.broadcast(FLOATS, 2).div(twice));
    }

    private static FloatVector exp(FloatVector x) {
        FloatVector within = x.max(-MOST).min(MOST);
        FloatVector n = within.mul(LOG2_E).add(ROUNDS).sub(ROUNDS);
        FloatVector rest = n.mul(-LN_2_HIGH).add(within);
        rest = n.mul(-LN_2_LOW).add(rest);
        FloatVector sum = rest.mul(1f / 5040).add(1f / 720);
        sum = sum.mul(rest).add(1f / 120);
        sum = sum.mul(rest).add(1f / 24);
        sum = sum.mul(rest).add(1f / 6);
        sum = sum.mul(rest).add(0.5f);
        sum = sum.mul(rest).add(1);
        sum = sum.mul(rest).add(1);
        IntVector power = (IntVector) n.convertShape(VectorOperators.F2I, INTS, 0);
        IntVector bits = power.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS);
        return sum.mul(bits.reinterpretAsFloats());
    }

    private static void each(float[] a, int from, int to, UnaryOperator<FloatVector> function) {
        int i = from;
        for (; i + FLOATS.length() <= to; i += FLOATS.length()) {
            function.apply(FloatVector.fromArray(FLOATS, a, i)).intoArray(a, i);
        }
        if (i < to) {
            VectorMask<Float> rest = FLOATS.indexInRange(i, to);
            function.apply(FloatVector.fromArray(FLOATS, a, i, rest)).intoArray(a, i, rest);
        }
    }
}
