package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.ScratchFile;
import io.factorscope.core.tensor.TorchProgram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Blocks in a mapped temporary file: the system keeps in memory what fits, and drops it freely.
final class MappedBlocks implements BlockArrays {
    /// Where temporary files go, and how long they are mapped.
    record Scratch(Path folder, Arena arena) {}

    private static final int CHUNK = 1 << 18;

    private final TorchProgram ops;
    private final int height;
    private final Cut cut;
    private final MemorySegment data;

    MappedBlocks(TorchProgram ops, Scratch scratch, int height, Cut cut, Filler filler)
            throws FactorscopeException {
        this.ops = ops;
        this.height = height;
        this.cut = cut;
        float[] values = new float[height * Math.min(cut.size(), cut.n())];
        ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.nativeOrder());
        this.data =
                ScratchFile.filled(
                        scratch.folder(),
                        scratch.arena(),
                        channel -> {
                            for (int b = 0; b < cut.blocks(); b++) {
                                filler.fill(cut.first(b), cut.count(b), values);
                                append(channel, chunk, values, height * cut.count(b));
                            }
                        });
    }

    private static void append(FileChannel channel, ByteBuffer chunk, float[] values, int count)
            throws IOException {
        for (int from = 0; from < count; from += CHUNK) {
            int part = Math.min(CHUNK, count - from);
            chunk.clear().limit(4 * part);
            chunk.asFloatBuffer().put(values, from, part);
            while (chunk.hasRemaining()) {
                channel.write(chunk);
            }
        }
    }

    private MemorySegment slice(int block) {
        return data.asSlice(4L * height * cut.first(block), 4L * height * cut.count(block));
    }

    @Override
    public NDArray get(NDManager scope, int block) {
        ByteBuffer bytes = slice(block).asByteBuffer().order(ByteOrder.nativeOrder());
        return scope.create(bytes, new Shape(height, cut.count(block)), DataType.FLOAT32);
    }

    @Override
    public void copy(int block, float[] into) {
        int count = height * cut.count(block);
        MemorySegment.copy(slice(block), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, into, 0, count);
    }

    @Override
    public void put(int block, NDArray value) {
        if (value.getDevice().isGpu()) {
            MemorySegment.copy(
                    value.toFloatArray(),
                    0,
                    slice(block),
                    ValueLayout.JAVA_FLOAT_UNALIGNED,
                    0,
                    height * cut.count(block));
            return;
        }
        try (NDManager scope = value.getManager().newSubManager()) {
            ops.call(scope, "store", get(scope, block), value);
        }
    }
}
