package io.factorscope.core.factorization;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.job.FactorscopeException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/// The rows of an activation set as a fit sees them: some left out, each scaled.
///
/// **Shapes**: `rows [kept, d]`; `index[i]` is the row of the set that kept row i came from.
final class FitData {
    private final ByteBuffer rows;
    private final int[] index;
    private final double[] scale;
    private final int d;

    private FitData(ByteBuffer rows, int[] index, double[] scale, int d) {
        this.rows = rows;
        this.index = index;
        this.scale = scale;
        this.d = d;
    }

    /// **Errors**: `FS-FIT-004` names the first row that is not a number, `FS-FIT-005` no tokens to
    /// weight by, `FS-FIT-006` too large, `FS-FIT-007` all zero.
    static FitData of(ActivationSet set, Weighting weighting) throws FactorscopeException {
        int[] index = keptRows(set, weighting);
        if ((long) index.length * set.d() * 4 > Integer.MAX_VALUE) {
            throw new FactorscopeException(
                    "FS-FIT-006",
                    index.length
                            + " tokens of width "
                            + set.d()
                            + " do not fit into one block of 2 GiB. Use less text.");
        }
        double[] weight = weights(set, index, weighting);
        ByteBuffer rows =
                ByteBuffer.allocateDirect(4 * index.length * set.d())
                        .order(ByteOrder.nativeOrder());
        FloatBuffer floats = rows.asFloatBuffer();
        double[] scale = new double[index.length];
        float[] row = new float[set.d()];
        double total = 0;
        for (int i = 0; i < index.length; i++) {
            set.row(index[i], row);
            double norm = norm(set, index[i], row);
            total += norm;
            scale[i] = Math.sqrt(weight[i]);
            double factor = scale[i] / (weighting.unitNorm() && norm > 0 ? norm : 1);
            for (int j = 0; j < row.length; j++) {
                row[j] *= (float) factor;
            }
            floats.put(row);
        }
        if (total == 0 && index.length > 0) {
            throw new FactorscopeException(
                    "FS-FIT-007",
                    set.origin()
                            + ": all activations are zero; expected some that differ. Check what"
                            + " was collected.");
        }
        return new FitData(rows, index, scale, set.d());
    }

    private static double norm(ActivationSet set, int at, float[] row) throws FactorscopeException {
        double sum = 0;
        for (float x : row) {
            sum += (double) x * x;
        }
        if (!Double.isFinite(sum)) {
            TokenTable tokens = set.tokens();
            throw new FactorscopeException(
                    "FS-FIT-004",
                    set.origin()
                            + ": row "
                            + at
                            + (tokens == null ? "" : " (token '" + tokens.token(at) + "')")
                            + " holds a value that is not a number (NaN or"
                            + " infinite). Collect again, or leave that text out.");
        }
        return Math.sqrt(sum);
    }

    private static int[] keptRows(ActivationSet set, Weighting weighting)
            throws FactorscopeException {
        if (weighting.skipFirst() == 0) {
            return java.util.stream.IntStream.range(0, set.n()).toArray();
        }
        TokenTable tokens = requireTokens(set);
        return java.util.stream.IntStream.range(0, set.n())
                .filter(row -> tokens.rank(row) >= weighting.skipFirst())
                .toArray();
    }

    private static double[] weights(ActivationSet set, int[] index, Weighting weighting)
            throws FactorscopeException {
        double[] weight = new double[index.length];
        java.util.Arrays.fill(weight, 1);
        if (weighting.frequencyExponent() == 0) {
            return weight;
        }
        TokenTable tokens = requireTokens(set);
        Map<Integer, Integer> count = new HashMap<>();
        for (int row : index) {
            count.merge(tokens.id(row), 1, Integer::sum);
        }
        for (int i = 0; i < index.length; i++) {
            int times = count.getOrDefault(tokens.id(index[i]), 1);
            weight[i] = Math.pow(times, -weighting.frequencyExponent());
        }
        return weight;
    }

    private static TokenTable requireTokens(ActivationSet set) throws FactorscopeException {
        @Nullable TokenTable tokens = set.tokens();
        if (tokens == null) {
            throw new FactorscopeException(
                    "FS-FIT-005",
                    "Weighting by frequency and skipping first positions need the tokens; expected"
                            + " a collected folder with tokens.csv, found only an array. Give the"
                            + " folder, or switch both off.");
        }
        return tokens;
    }

    /// The scaled rows, `[kept, d]` in native order.
    ByteBuffer rows() {
        return rows.duplicate().order(ByteOrder.nativeOrder());
    }

    int kept() {
        return index.length;
    }

    int d() {
        return d;
    }

    /// G of the kept rows `[K, kept]` as G of all `n` rows `[n, K]`, scaled back; rows left out are
    /// 0.
    float[] expand(float[] g, int rank, int n) {
        float[] out = new float[n * rank];
        for (int i = 0; i < index.length; i++) {
            for (int k = 0; k < rank; k++) {
                out[index[i] * rank + k] = (float) (g[k * index.length + i] / scale[i]);
            }
        }
        return out;
    }

    /// A start G₀ `[n, K]` as the kept rows' `[K, kept]`, scaled.
    float[] contract(float[] g0, int rank) {
        float[] out = new float[rank * index.length];
        for (int i = 0; i < index.length; i++) {
            for (int k = 0; k < rank; k++) {
                out[k * index.length + i] = (float) (g0[index[i] * rank + k] * scale[i]);
            }
        }
        return out;
    }
}
