package io.factorscope.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The index of one safetensors file: float32, float16 and bfloat16 tensors.
///
/// **Threads**: never changed after opening.
public final class Safetensors implements WeightFile {
    private static final long MAX_HEADER = 100L << 20;

    private final Path file;
    private final Map<String, StoredTensor> tensors;

    private Safetensors(Path file, Map<String, StoredTensor> tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    /// Reads and checks a file's whole header.
    ///
    /// **Errors**: `FS-MODEL-005` when the header is broken or the file cut short, naming both.
    public static Safetensors open(Path file) throws FactorscopeException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 8) {
                throw broken(file, "it is only " + size + " bytes long");
            }
            long length = read(channel, 0, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (length < 2 || length > MAX_HEADER || length > size - 8) {
                throw broken(file, "its header claims " + length + " of " + size + " bytes");
            }
            byte[] header = read(channel, 8, (int) length).array();
            return new Safetensors(file, index(file, header, size));
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static Map<String, StoredTensor> index(Path file, byte[] header, long size)
            throws FactorscopeException {
        JsonNode json;
        try {
            json = Json.mapper().readTree(header);
        } catch (JsonProcessingException e) {
            throw broken(file, "its header is not JSON");
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
        if (!json.isObject()) {
            throw broken(file, "its header is not a JSON object");
        }
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        List<long[]> extents = new ArrayList<>();
        long start = 8L + header.length;
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                String name = field.getKey();
                long[] extent = extent(file, name, field.getValue(), size - start);
                extents.add(extent);
                StoredTensor tensor = tensor(file, name, field.getValue(), start, extent);
                if (tensor != null) {
                    tensors.put(name, tensor);
                }
            }
        }
        refuseOverlap(file, extents);
        return tensors;
    }

    private static long[] extent(Path file, String name, JsonNode node, long dataSize)
            throws FactorscopeException {
        JsonNode offsets = node.path("data_offsets");
        long from = offsets.path(0).asLong(-1);
        long to = offsets.path(1).asLong(-1);
        if (from < 0 || to < from || to > dataSize) {
            throw broken(
                    file,
                    "tensor " + name + " lies at bytes " + from + " to " + to + " of " + dataSize);
        }
        return new long[] {from, to};
    }

    /// Null for a type that no weight of ours has, such as the integer buffers some files keep.
    private static @Nullable StoredTensor tensor(
            Path file, String name, JsonNode node, long start, long[] extent)
            throws FactorscopeException {
        TensorType type = TensorType.named(node.path("dtype").asText());
        if (type == null || type.quantised()) {
            return null;
        }
        List<Long> shape = new ArrayList<>();
        long count = 1;
        for (JsonNode axis : node.path("shape")) {
            long length = axis.asLong(-1);
            if (length < 0 || Math.multiplyHigh(count, length) != 0) {
                throw broken(file, "tensor " + name + " has the shape " + node.path("shape"));
            }
            shape.add(length);
            count *= length;
        }
        StoredTensor tensor = new StoredTensor(file, name, type, shape, start + extent[0]);
        if (count < 0 || count > (1L << 48) || tensor.bytes() != extent[1] - extent[0]) {
            throw broken(
                    file,
                    "tensor "
                            + name
                            + " of "
                            + type
                            + " "
                            + shape
                            + " takes "
                            + (extent[1] - extent[0])
                            + " bytes");
        }
        return tensor;
    }

    private static void refuseOverlap(Path file, List<long[]> extents) throws FactorscopeException {
        extents.sort((a, b) -> Long.compare(a[0], b[0]));
        for (int i = 1; i < extents.size(); i++) {
            if (extents.get(i)[0] < extents.get(i - 1)[1]) {
                throw broken(file, "two tensors share the byte " + extents.get(i)[0]);
            }
        }
    }

    private static FactorscopeException broken(Path file, String why) {
        return new FactorscopeException(
                "FS-MODEL-005",
                file + " is not a whole safetensors file: " + why + ". Download or copy it again.");
    }

    /// The lengths of a tensor's axes.
    ///
    /// **Errors**: `FS-MODEL-006` where there is no such tensor.
    public long[] shape(String name) throws FactorscopeException {
        return named(name).shape().stream().mapToLong(Long::longValue).toArray();
    }

    /// A tensor's numbers as float32, row-major, read into the heap.
    ///
    /// **Errors**: `FS-MODEL-006` where there is no such tensor.
    public float[] floats(String name) throws FactorscopeException {
        StoredTensor tensor = named(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return TensorLoader.decode(channel, tensor, 0, Math.toIntExact(tensor.count()));
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    private StoredTensor named(String name) throws FactorscopeException {
        StoredTensor tensor = tensors.get(name);
        return tensor != null ? tensor : require(name);
    }

    @Override
    public Path path() {
        return file;
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(tensors.keySet());
    }

    @Override
    public @Nullable StoredTensor find(String name) {
        return tensors.get(name);
    }
}
