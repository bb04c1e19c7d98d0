package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Products of several rows with some rows of a matrix stored by outputs: each output is a sum
/// along a stored row.
///
/// A tile is four rows of x and three stored rows: its twelve sums stay in registers, and a vector
/// that is loaded is used three or four times. More is no longer compiled without calls.
abstract sealed class OutputTiles permits FloatOutputTiles, HalfOutputTiles {
    /// Rows of x of a tile, and stored rows.
    static final int ROWS = 4;

    static final int WIDTH = 3;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int STEP = ROWS * LANES;

    private final HostMatrix w;
    private final float[] x;
    private final int rows;
    private final float[] y;
    final int whole; // inputs, in whole vectors
    final float[] fours; // vectors of x as tiles read them

    OutputTiles(HostMatrix w, float[] x, int rows, float[] y) {
        this.w = w;
        this.x = x;
        this.rows = rows;
        this.y = y;
        whole = FLOATS.loopBound(w.inputs);
        fours = new float[(rows + ROWS - 1) / ROWS * ROWS * whole];
        for (int row = 0; row < rows; row++) {
            int to = four(row) + row % ROWS * LANES;
            for (int i = 0; i < whole; i += LANES) {
                System.arraycopy(x, row * w.inputs + i, fours, to + i * ROWS, LANES);
            }
        }
    }

    /// For rows of `x`, into those of `y`.
    static OutputTiles of(HostMatrix w, float[] x, int rows, float[] y) {
        return w.half ? new HalfOutputTiles(w, x, rows, y) : new FloatOutputTiles(w, x, rows, y);
    }

    private int four(int row) {
        return row / ROWS * ROWS * whole;
    }

    /// Writes outputs `from` to `to - 1`, whose stored rows lie from `at` on.
    void write(int from, int to, long at) {
        long length = w.length();
        float[] sums = new float[WIDTH * STEP];
        for (int row = 0; row < rows; row += ROWS) {
            for (int o = from; o < to; o += WIDTH) {
                long begin = at + (o - from) * length;
                long second = Math.min(1, to - 1 - o) * length; // at the end, the last again
                long third = Math.min(2, to - 1 - o) * length;
                tile(begin, second, third, four(row), sums);
                finish(o, Math.min(to, o + WIDTH), row, sums);
            }
        }
    }

    /// Writes the sums of a tile, as long as whole vectors go: for each of the three stored rows,
    /// from `at` and so many bytes from there, a vector of each of the four of [#fours] that begin
    /// at `begin`.
    abstract void tile(long at, long second, long third, int begin, float[] sums);

    private void finish(int from, int to, int first, float[] sums) {
        for (int o = from; o < to; o++) {
            for (int row = first; row < Math.min(rows, first + ROWS); row++) {
                int at = (o - from) * STEP + (row - first) * LANES;
                float sum = LaneSums.of(FloatVector.fromArray(FLOATS, sums, at));
                y[row * w.outputs + o] = sum + w.rest(o, whole, x, row * w.inputs);
            }
        }
    }
}
