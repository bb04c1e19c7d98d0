package io.factorscope.core.tensor;

/// Rows of a [RowProduct]: x `[rows * in]`, y `[rows * out]`.
abstract class RowKernel {
    final HostMatrix w;
    final float[] x;
    final float[] y;

    RowKernel(HostMatrix w, float[] x, float[] y) {
        this.w = w;
        this.x = x;
        this.y = y;
    }

    /// Where a row of x begins.
    final int x(int row) {
        return row * w.inputs;
    }

    /// Where a row of y begins.
    final int y(int row) {
        return row * w.outputs;
    }

    /// The longer half of so many.
    static int half(int count) {
        return (count + 1) / 2;
    }
}
