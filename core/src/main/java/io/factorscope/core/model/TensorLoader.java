package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.TorchProgram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// Brings stored tensors onto the device: a view of the mapped file where type and device allow,
/// else converted piece by piece.
///
/// The engine maps files itself, which works beyond 2 GiB and for bfloat16. The mapping is private
/// to this process and never written.
///
/// **Threads**: the engine thread.
final class TensorLoader {
    private static final int FLOAT32 = 6;
    private static final int BFLOAT16 = 15;
    private static final int PIECE = 1 << 20;
    private static final Map<TensorType, Integer> MAPPED =
            Map.of(TensorType.F32, FLOAT32, TensorType.F16, 5, TensorType.BF16, BFLOAT16);

    private final NDManager manager;
    private final TorchProgram ops;
    private final NDArray onDevice;
    private final Map<String, NDArray> mappings = new HashMap<>();

    TensorLoader(NDManager manager, TorchProgram ops) {
        this.manager = manager;
        this.ops = ops;
        this.onDevice = manager.zeros(new Shape(1));
    }

    /// The tensor on the device, as float32 or bfloat16, not to be changed in place.
    ///
    /// **Errors**: `FS-MODEL-008` where it holds NaN or infinite numbers.
    NDArray load(StoredTensor tensor, boolean half) throws FactorscopeException {
        int kind = half ? BFLOAT16 : FLOAT32;
        NDArray host = mappable(tensor) ? view(tensor) : decode(tensor, kind);
        NDArray placed = ops.call(manager, "place", host, onDevice, kind);
        host.close();
        try (NDArray finite = ops.call(manager, "finite", placed)) {
            if (!finite.toBooleanArray()[0]) {
                throw new FactorscopeException(
                        "FS-MODEL-008",
                        tensor.file()
                                + ": tensor "
                                + tensor.name()
                                + " holds weights that are not numbers (NaN or infinite);"
                                + " download or copy the file again.");
            }
        }
        return placed;
    }

    private static boolean mappable(StoredTensor tensor) {
        return MAPPED.containsKey(tensor.type())
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                && tensor.offset() % tensor.type().blockBytes() == 0;
    }

    private NDArray view(StoredTensor tensor) throws FactorscopeException {
        int width = tensor.type().blockBytes();
        NDArray mapping = mapping(tensor.file(), tensor.type());
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return ops.call(manager, "part", mapping, shape, strides, tensor.offset() / width);
    }

    private NDArray mapping(Path file, TensorType type) throws FactorscopeException {
        String key = type + " " + file;
        NDArray known = mappings.get(key);
        if (known != null) {
            return known;
        }
        try {
            long count = Files.size(file) / type.blockBytes();
            Object kind = MAPPED.get(type);
            NDArray made = ops.call(manager, "map", file.toAbsolutePath().toString(), count, kind);
            mappings.put(key, made);
            return made;
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    /// Through Java, a million numbers at a time.
    private NDArray decode(StoredTensor tensor, int kind) throws FactorscopeException {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        NDArray out = ops.call(manager, "empty", shape, kind);
        try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
            long count = tensor.count();
            for (long from = 0; from < count; from += PIECE) {
                int length = (int) Math.min(PIECE, count - from);
                float[] numbers = decode(channel, tensor, from, length);
                try (NDArray piece = manager.create(numbers)) {
                    ops.call(manager, "fill", out, piece, from).close();
                }
            }
        } catch (IOException e) {
            throw Json.cannotRead(tensor.file(), e);
        }
        return out;
    }

    /// Some of a tensor's numbers, from a multiple of its block's length on.
    static float[] decode(FileChannel channel, StoredTensor tensor, long from, int length)
            throws IOException {
        TensorType type = tensor.type();
        ByteBuffer bytes =
                ByteBuffer.allocate((int) type.bytes(length)).order(ByteOrder.LITTLE_ENDIAN);
        long at = tensor.offset() + type.bytes(from);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {}
        if (bytes.hasRemaining()) {
            throw new IOException("the file became shorter while it was read");
        }
        float[] numbers = new float[length];
        Dequantizer.decode(type, bytes, numbers, length);
        return numbers;
    }
}
