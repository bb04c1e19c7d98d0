package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Functions of all numbers of an array from `from` to `to - 1`, in place, several at a time.
///
/// **Errors**: none; what is no number stays none. **Randomness**: none, unlike the Vector API's
/// own exponential, which rounds otherwise once its caller is compiled. **Source**: e^x as 2^n
/// times a polynomial of the rest, |rest| ≤ ln 2 / 2 (Taylor's to the seventh power), 2e-7 of the
/// value.
public final class VectorMath {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
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

    // Each function has a loop of its own: one loop that is given the function is compiled to
    // calls, each with new objects, once a process has used several.

    /// GELU by its tanh formula: x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))).
    public static void gelu(float[] a, int from, int to) {
        int i = from;
        for (; i + LANES <= to; i += LANES) {
            gelu(load(a, i)).intoArray(a, i);
        }
        put(gelu(rest(a, i, to)), a, i, to);
    }

    private static FloatVector gelu(FloatVector x) {
        FloatVector inner = x.mul(x).mul(x).mul(GELU_CUBE).add(x).mul(GELU);
        return tanh(inner).add(1).mul(x).mul(0.5f);
    }

    /// x / (1 + e^−x).
    public static void silu(float[] a, int from, int to) {
        int i = from;
        for (; i + LANES <= to; i += LANES) {
            silu(load(a, i)).intoArray(a, i);
        }
        put(silu(rest(a, i, to)), a, i, to);
    }

    private static FloatVector silu(FloatVector x) {
        return x.div(exp(x.neg()).add(1));
    }

    /// max(0, x).
    public static void relu(float[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            a[i] = Math.max(0, a[i]);
        }
    }

    /// c · tanh(x / c).
    public static void softCap(float[] a, int from, int to, float c) {
        int i = from;
        for (; i + LANES <= to; i += LANES) {
            tanh(load(a, i).div(c)).mul(c).intoArray(a, i);
        }
        put(tanh(rest(a, i, to).div(c)).mul(c), a, i, to);
    }

    /// e^x over the sum of all e^x.
    public static void softmax(float[] a, int from, int to) {
        float largest = Float.NEGATIVE_INFINITY;
        int i = from;
        for (; i < to; i++) {
            largest = Math.max(largest, a[i]);
        }
        for (i = from; i + LANES <= to; i += LANES) {
            exp(load(a, i).sub(largest)).intoArray(a, i);
        }
        put(exp(rest(a, i, to).sub(largest)), a, i, to);
        double sum = 0;
        for (i = from; i < to; i++) {
            sum += a[i];
        }
        float scale = (float) (1 / sum);
        for (i = from; i < to; i++) {
            a[i] *= scale;
        }
    }

    /// Adds all of `b` to the numbers of `a` from `from` on. (A loop over two arrays that begin at
    /// different places is not compiled to vectors.)
    public static void add(float[] a, int from, float[] b) {
        int i = 0;
        for (; i + LANES <= b.length; i += LANES) {
            FloatVector more = FloatVector.fromArray(FLOATS, b, i);
            FloatVector.fromArray(FLOATS, a, from + i).add(more).intoArray(a, from + i);
        }
        for (; i < b.length; i++) {
            a[from + i] += b[i];
        }
    }

    private static FloatVector tanh(FloatVector x) {
        FloatVector twice = exp(x.add(x)).add(1);
        return all(1).sub(all(2).div(twice));
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    private static FloatVector exp(FloatVector x) {
        FloatVector within = x.max(-MOST).min(MOST);
        FloatVector n = within.mul(LOG2_E).add(ROUNDS).sub(ROUNDS);
        FloatVector rest = n.fma(all(-LN_2_HIGH), within);
        rest = n.fma(all(-LN_2_LOW), rest);
        FloatVector sum = rest.fma(all(1f / 5040), all(1f / 720));
        sum = sum.fma(rest, all(1f / 120));
        sum = sum.fma(rest, all(1f / 24));
        sum = sum.fma(rest, all(1f / 6));
        sum = sum.fma(rest, all(0.5f));
        sum = sum.fma(rest, all(1));
        sum = sum.fma(rest, all(1));
        IntVector power = (IntVector) n.convertShape(VectorOperators.F2I, INTS, 0);
        IntVector bits = power.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS);
        return sum.mul(bits.reinterpretAsFloats());
    }

    private static FloatVector load(float[] a, int at) {
        return FloatVector.fromArray(FLOATS, a, at);
    }

    /// Numbers that are less than a vector, and zeros.
    private static FloatVector rest(float[] a, int from, int to) {
        float[] whole = new float[LANES];
        System.arraycopy(a, from, whole, 0, to - from);
        return load(whole, 0);
    }

    private static void put(FloatVector rest, float[] a, int from, int to) {
        float[] whole = new float[LANES];
        rest.intoArray(whole, 0);
        System.arraycopy(whole, 0, a, from, to - from);
    }
}
