package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.tensor.TorchProgram;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// One block's worth of memory through which numbers go to the device, freed at once when closed (a
/// direct buffer would wait for the garbage collector).
final class Staging implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final int height;
    private final float[] values;
    private final MemorySegment bytes;

    Staging(int height, BlockArrays.Cut cut) {
        this.height = height;
        this.values = new float[height * Math.min(cut.size(), cut.n())];
        this.bytes = arena.allocate(4L * Math.max(1, values.length), 64);
    }

    /// The block as `filler` makes it, in the engine's own memory: that is aligned, so that the
    /// same numbers give the same sums.
    NDArray load(NDManager into, TorchProgram ops, BlockArrays.Filler filler, int first, int count)
            throws FactorscopeException {
        java.util.Arrays.fill(values, 0);
        filler.fill(first, count, values);
        int used = height * count;
        MemorySegment.copy(values, 0, bytes, ValueLayout.JAVA_FLOAT, 0, used);
        var buffer = bytes.asSlice(0, 4L * used).asByteBuffer().order(ByteOrder.nativeOrder());
        try (NDArray made = into.create(buffer, new Shape(height, count), DataType.FLOAT32)) {
            return ops.call(into, "copied", made);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
