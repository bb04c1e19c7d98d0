package io.factorscope.core.factorization;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.FloatRows;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// The rows of an activation set as a fit sees them: some left out, each scaled.
///
/// **Shapes**: `[kept, d]`; `index[i]` is the row of the set that kept row i came from. Only a few
/// numbers a token are held; the rows stay in the set.
final class FitData {
    /// Rows read together, so that their columns are written in runs.
    private static final int TILE = 32;

    private static final int PROGRESS = 1 << 14;

    private final ActivationSet set;
    private final int[] index;
    private final double[] scale;
    private final float[] factor;
    private final int constant;

    private FitData(ActivationSet set, int[] index, double[] scale, float[] factor, int constant) {
        this.set = set;
        this.index = index;
        this.scale = scale;
        this.factor = factor;
        this.constant = constant;
    }

    /// Reads every row once, to check it and to find its scale.
    ///
    /// **Errors**: `FS-FIT-004` names the first row that is not a number, `FS-FIT-005` no tokens to
    /// weight by, `FS-FIT-007` all zero; cancellation.
    static FitData of(ActivationSet set, Weighting weighting, JobContext context)
            throws FactorscopeException {
        int[] index = keptRows(set, weighting);
        double[] weight = weights(set, index, weighting);
        double[] scale = new double[index.length];
        float[] factor = new float[index.length];
        float[] first = new float[set.d()];
        float[] row = new float[set.d()];
        boolean[] varies = new boolean[set.d()];
        double total = 0;
        for (int i = 0; i < index.length; i++) {
            if (i > 0 && i % PROGRESS == 0) {
                context.checkpoint();
                context.progress("reading", i, index.length, "tokens");
            }
            set.row(index[i], row);
            double norm = norm(set, index[i], row);
            total += norm;
            double root = Math.sqrt(weight[i]);
            scale[i] = root;
            factor[i] = (float) (root / (weighting.unitNorm() && norm > 0 ? norm : 1));
            if (i == 0) {
                System.arraycopy(row, 0, first, 0, row.length);
            }
            for (int j = 0; j < row.length; j++) {
                varies[j] |= row[j] != first[j];
            }
        }
        if (total == 0 && index.length > 0) {
            throw new FactorscopeException(
                    "FS-FIT-007",
                    set.origin()
                            + ": all activations are zero; expected some that differ. Check what"
                            + " was collected.");
        }
        int constant = 0;
        for (boolean differs : varies) {
            constant += differs ? 0 : 1;
        }
        return new FitData(set, index, scale, factor, constant);
    }

    /// How many neurons have the same value on every token.
    int constantNeurons() {
        return constant;
    }

    /// The scaled activations of the kept rows from `first` on, as columns: `into [d, count]`.
    void fill(int first, int count, float[] into) {
        int d = set.d();
        float[][] rows = new float[TILE][d];
        for (int from = 0; from < count; from += TILE) {
            int tile = Math.min(TILE, count - from);
            for (int i = 0; i < tile; i++) {
                set.row(index[first + from + i], rows[i]);
                float by = factor[first + from + i];
                for (int j = 0; j < d; j++) {
                    rows[i][j] *= by;
                }
            }
            for (int j = 0; j < d; j++) {
                int at = j * count + from;
                for (int i = 0; i < tile; i++) {
                    into[at + i] = rows[i][j];
                }
            }
        }
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

    int kept() {
        return index.length;
    }

    int d() {
        return set.d();
    }

    /// Puts a block of G of kept rows `[K or more, count]` into G of all rows `[n, K]`, scaled
    /// back.
    void expand(int first, int count, float[] g, FloatRows into) {
        float[] row = new float[into.columns()];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < row.length; k++) {
                row[k] = (float) (g[k * count + i] / scale[first + i]);
            }
            into.setRow(index[first + i], row);
        }
    }

    /// A block of the kept rows' G `[K, count]`, scaled, from a G of all rows `[n, K]`.
    void contract(FloatRows g0, int first, int count, float[] into) {
        float[] row = new float[g0.columns()];
        for (int i = 0; i < count; i++) {
            g0.row(index[first + i], row);
            for (int k = 0; k < row.length; k++) {
                into[k * count + i] = (float) (row[k] * scale[first + i]);
            }
        }
    }
}
