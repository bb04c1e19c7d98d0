package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/// What some inputs of several rows add to all outputs, with a matrix stored by inputs: each input
/// adds a stored row, times its number, to the sums of all outputs.
///
/// A tile is four rows of x and three vectors of outputs, as in [OutputTiles]. Sums lie as tiles
/// read them: for each four rows, for each vector of outputs, a vector of each row; then, of each
/// row, the outputs that are less than a vector.
abstract sealed class InputTiles permits FloatInputTiles, HalfInputTiles {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    static final int ROWS = 4;
    private static final int WIDTH = 3 * LANES;

    final HostMatrix w;
    private final float[] x;
    private final int rows;
    final float[] sums;
    private final int whole;

    InputTiles(HostMatrix w, float[] x, int rows, float[] sums) {
        this.w = w;
        this.x = x;
        this.rows = rows;
        this.sums = sums;
        whole = FLOATS.loopBound(w.outputs);
        Arrays.fill(sums, 0, length(rows, w.outputs), 0);
    }

    /// For rows of `x`, into `sums`, which are set to 0.
    static InputTiles of(HostMatrix w, float[] x, int rows, float[] sums) {
        return w.half
                ? new HalfInputTiles(w, x, rows, sums)
                : new FloatInputTiles(w, x, rows, sums);
    }

    /// Numbers that the sums of so many rows take.
    static int length(int rows, int outputs) {
        return (rows + ROWS - 1) / ROWS * ROWS * outputs;
    }

    /// Where in the sums a row's number is.
    static int place(int row, int output, int outputs) {
        int whole = FLOATS.loopBound(outputs);
        int four = row / ROWS * ROWS * outputs;
        return output < whole
                ? four + output / LANES * LANES * ROWS + row % ROWS * LANES + output % LANES
                : four + whole * ROWS + row % ROWS * (outputs - whole) + output - whole;
    }

    /// Adds inputs `from` to `to - 1`, whose stored rows lie from `at` on.
    void add(int from, int to, long at) {
        float[] fours = new float[ROWS * (to - from)];
        for (int row = 0; row < rows; row += ROWS) {
            gather(row, from, to, fours);
            for (int o = 0; o < whole; o += WIDTH) {
                int second = Math.min(LANES, whole - LANES - o); // at the end, the last again
                int third = Math.min(2 * LANES, whole - LANES - o);
                tile(fours, at + (long) o * w.width(), place(row, o, w.outputs), second, third);
            }
        }
        for (int row = 0; row < rows; row++) {
            for (int i = from; i < to; i++) {
                for (int o = whole; o < w.outputs; o++) {
                    float more = x[row * w.inputs + i] * w.get((long) i * w.outputs + o);
                    sums[place(row, o, w.outputs)] += more;
                }
            }
        }
    }

    private void gather(int first, int from, int to, float[] fours) {
        for (int row = first; row < first + ROWS; row++) {
            for (int i = from; i < to; i++) {
                fours[(i - from) * ROWS + row - first] = row < rows ? x[row * w.inputs + i] : 0;
            }
        }
    }

    /// Adds to the sums at `place` and so many vectors' numbers from there what the stored rows
    /// from `at` on add, each times the next four of `in`.
    abstract void tile(float[] in, long at, int place, int second, int third);

    /// Adds up a row of two sums, into its row of `y`.
    static void total(float[] a, float[] b, int row, int outputs, float[] y) {
        int o = 0;
        for (; o + LANES <= outputs; o += LANES) {
            int at = place(row, o, outputs);
            FloatVector sum = FloatVector.fromArray(FLOATS, a, at);
            sum.add(FloatVector.fromArray(FLOATS, b, at)).intoArray(y, row * outputs + o);
        }
        for (; o < outputs; o++) {
            int at = place(row, o, outputs);
            y[row * outputs + o] = a[at] + b[at];
        }
    }
}
