package io.factorscope.core.store;

/// A float32 array with its shape, row-major.
///
/// **Threads**: not changed after it is made; callers treat `values` as read-only.
public final class NpyArray {
    private final int[] shape;
    private final float[] values;

    /// Wraps `values` (not copied) of the given shape.
    public NpyArray(int[] shape, float[] values) {
        this.shape = shape.clone();
        this.values = values;
    }

    /// The lengths of the axes.
    public int[] shape() {
        return shape.clone();
    }

    /// How many axes there are.
    public int rank() {
        return shape.length;
    }

    /// The length of one axis.
    public int size(int axis) {
        return shape[axis];
    }

    /// The numbers in row-major order; not a copy.
    public float[] values() {
        return values;
    }
}
