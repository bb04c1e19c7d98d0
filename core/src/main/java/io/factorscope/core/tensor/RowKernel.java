package io.factorscope.core.tensor;

/// Rows of a [RowProduct] and where they lie: x `[rows * in]` from `xAt` on, y `[rows * out]` from
/// `yAt` on.
abstract class RowKernel {
    final HostMatrix w;
    final float[] x;
    final float[] y;
    private final int xAt;
    private final int yAt;

    RowKernel(HostMatrix w, float[] x, int xAt, float[] y, int yAt) {
        this.w = w;
        this.x = x;
        this.xAt = xAt;
        this.y = y;
        this.yAt = yAt;
    }

    /// Where a row of x begins.
    final int x(int row) {
        return xAt + row * w.inputs;
    }

    /// Where a row of y begins.
    final int y(int row) {
        return yAt + row * w.outputs;
    }

    /// The longer half of so many.
    static int half(int count) {
        return (count + 1) / 2;
    }
}
