package io.factorscope.core.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// A matrix where the engine keeps it in the processor's memory, read and written without a copy.
///
/// It is stored by outputs, `[out, in]`, or by inputs, `[in, out]`; as float32 or bfloat16. It must
/// not be used after the tensor is closed, which nothing checks.
///
/// **Threads**: any for reading.
public final class HostMatrix {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

    /// All memory. A row's vectors are read from here once [#address] has checked the row: the
    /// check of each that the matrix's own segment makes takes a quarter of the time.
    static final MemorySegment MEMORY = at(0, Long.MAX_VALUE);

    private final MemorySegment data;
    final int outputs;
    final int inputs;
    final boolean byInputs;
    final boolean half;

    private HostMatrix(
            MemorySegment data, int outputs, int inputs, boolean byInputs, boolean half) {
        this.data = data;
        this.outputs = outputs;
        this.inputs = inputs;
        this.byInputs = byInputs;
        this.half = half;
    }

    /// A view of a tensor of which the last two axes are rows and columns, the rows those of all
    /// axes before.
    ///
    /// `ops` has the method `corner`: the tensor's first or last element, as a view.
    ///
    /// **Errors**: an `IllegalArgumentException` where it does not lie in one piece.
    public static HostMatrix of(TorchProgram ops, NDArray tensor, boolean half) {
        long columns = tensor.getShape().get(tensor.getShape().dimension() - 1);
        long rows = tensor.size() / columns;
        int width = half ? Short.BYTES : Float.BYTES;
        try (NDManager scope = tensor.getManager().newSubManager()) {
            long first = address(ops.call(scope, "corner", tensor, 0));
            long last = address(ops.call(scope, "corner", tensor, -1));
            if (last - first != (tensor.size() - 1) * width) {
                throw new IllegalArgumentException("not in one piece: " + tensor.getShape());
            }
            MemorySegment data = at(first, tensor.size() * width);
            return new HostMatrix(
                    data, Math.toIntExact(rows), Math.toIntExact(columns), false, half);
        }
    }

    @SuppressWarnings("restricted") // the engine's own memory, whose length is known
    private static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    private static long address(NDArray element) {
        return MemorySegment.ofBuffer(((PtNDArray) element).toByteBuffer(true)).address();
    }

    /// The same numbers as the matrix that is stored by inputs.
    public HostMatrix turned() {
        return new HostMatrix(data, /* outputs= */ inputs, /* inputs= */ outputs, !byInputs, half);
    }

    /// Some rows of what is stored.
    public HostMatrix rows(int from, int count) {
        if (byInputs) {
            throw new IllegalStateException("turned");
        }
        long row = (long) inputs * width();
        return new HostMatrix(data.asSlice(from * row, count * row), count, inputs, false, half);
    }

    /// Numbers that a product gives.
    public int outputs() {
        return outputs;
    }

    /// Numbers that a product takes.
    public int inputs() {
        return inputs;
    }

    int width() {
        return half ? Short.BYTES : Float.BYTES;
    }

    /// Bytes of a stored row.
    long length() {
        return (long) (byInputs ? outputs : inputs) * width();
    }

    /// Bytes of all that is stored.
    long bytes() {
        return data.byteSize();
    }

    /// One byte of what is stored.
    byte at(long offset) {
        return data.get(ValueLayout.JAVA_BYTE, offset);
    }

    /// Where a stored row begins in [#MEMORY], all of which there is.
    long address(int row) {
        long length = length();
        return data.address() + Objects.checkFromIndexSize(row * length, length, data.byteSize());
    }

    /// Whether all stored rows begin at the same place in vectors of the memory.
    boolean alike(int lanes) {
        int row = byInputs ? outputs : inputs;
        return row >= lanes && row % lanes == 0 && data.address() % width() == 0;
    }

    /// Numbers of each stored row before the first vector of the memory that is the row's alone, or
    /// 0 where rows are not [#alike].
    int head(int lanes) {
        long length = (long) lanes * width();
        return alike(lanes) ? (int) (Math.floorMod(-data.address(), length) / width()) : 0;
    }

    /// One number of what is stored, by its place in row-major order.
    float get(long index) {
        return half
                ? Float.intBitsToFloat(data.get(SHORT, index * Short.BYTES) << 16)
                : data.get(FLOAT, index * Float.BYTES);
    }

    /// What the columns from `first` on add to the product of a stored row.
    float rest(int row, int first, float[] x, int xAt) {
        float sum = 0;
        for (int i = first; i < inputs; i++) {
            sum += get((long) row * inputs + i) * x[xAt + i];
        }
        return sum;
    }

    /// Copies a stored row into `to`.
    public void read(int row, float[] to, int at) {
        int columns = byInputs ? outputs : inputs;
        if (half) {
            for (int i = 0; i < columns; i++) {
                to[at + i] = get((long) row * columns + i);
            }
        } else {
            long from = (long) row * columns * Float.BYTES;
            MemorySegment.copy(data, FLOAT, from, to, at, columns);
        }
    }

    /// Overwrites a stored row of float32 numbers.
    public void write(int row, float[] from, int at) {
        int columns = byInputs ? outputs : inputs;
        MemorySegment.copy(from, at, data, FLOAT, (long) row * columns * Float.BYTES, columns);
    }
}
