package io.factorscope.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A safetensors file, memory-mapped: float32 tensors are handed on without a copy, float16 and
/// bfloat16 are widened.
///
/// **Threads**: safe to share; the mapping lives as long as anything that was read from it.
public final class Safetensors {
    private static final long MAX_HEADER = 100L << 20;

    private final Path file;
    private final MemorySegment data;
    private final Map<String, Entry> entries;

    private Safetensors(Path file, MemorySegment data, Map<String, Entry> entries) {
        this.file = file;
        this.data = data;
        this.entries = entries;
    }

    private record Entry(String type, List<Long> shape, long from, long to) {
        int width() {
            return type.equals("F32") ? 4 : 2;
        }
    }

    /// Maps a file and checks its whole header.
    ///
    /// **Errors**: `FS-MODEL-005` when the header is broken or the file cut short, naming both.
    public static Safetensors open(Path file) throws FactorscopeException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 8) {
                throw broken(file, "it is only " + size + " bytes long");
            }
            // Kept alive by the buffers made from it: closing early would pull weights from under
            // the native engine.
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
            long length =
                    all.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
            if (length < 2 || length > MAX_HEADER || length > size - 8) {
                throw broken(file, "its header claims " + length + " of " + size + " bytes");
            }
            byte[] header = all.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE);
            MemorySegment data = all.asSlice(8 + length);
            return new Safetensors(file, data, entries(file, header, data.byteSize()));
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    private static Map<String, Entry> entries(Path file, byte[] header, long dataSize)
            throws FactorscopeException {
        JsonNode json;
        try {
            json = Json.mapper().readTree(header);
        } catch (JsonProcessingException e) {
            throw broken(file, "its header is not JSON");
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.put(
                        field.getKey(), entry(file, field.getKey(), field.getValue(), dataSize));
            }
        }
        return entries;
    }

    private static Entry entry(Path file, String name, JsonNode node, long dataSize)
            throws FactorscopeException {
        JsonNode offsets = node.path("data_offsets");
        List<Long> shape = new ArrayList<>();
        node.path("shape").forEach(axis -> shape.add(axis.asLong(-1)));
        Entry entry =
                new Entry(
                        node.path("dtype").asText("none"),
                        shape,
                        offsets.path(0).asLong(-1),
                        offsets.path(1).asLong(-1));
        if (entry.from < 0 || entry.to < entry.from || entry.to > dataSize) {
            throw broken(
                    file,
                    "tensor "
                            + name
                            + " lies at bytes "
                            + entry.from
                            + " to "
                            + entry.to
                            + " of "
                            + dataSize);
        }
        return entry;
    }

    private static FactorscopeException broken(Path file, String why) {
        return new FactorscopeException(
                "FS-MODEL-005",
                file + " is not a whole safetensors file: " + why + ". Download or copy it again.");
    }

    /// The names of the tensors in the file.
    public Set<String> names() {
        return Set.copyOf(entries.keySet());
    }

    /// The lengths of a tensor's axes.
    public long[] shape(String name) throws FactorscopeException {
        return entry(name).shape.stream().mapToLong(Long::longValue).toArray();
    }

    /// A tensor as a buffer of float32 in native order: a view of the mapping where it is stored
    /// so.
    ///
    /// **Errors**: `FS-MODEL-006` missing, `FS-MODEL-007` another shape or type than expected.
    public ByteBuffer floats(String name, long... expectedShape) throws FactorscopeException {
        Entry entry = entry(name);
        long count = Arrays.stream(expectedShape).reduce(1, Math::multiplyExact);
        boolean known = Set.of("F32", "F16", "BF16").contains(entry.type);
        if (!known
                || !entry.shape.equals(Arrays.stream(expectedShape).boxed().toList())
                || entry.to - entry.from != count * entry.width()) {
            throw new FactorscopeException(
                    "FS-MODEL-007",
                    file
                            + ": tensor "
                            + name
                            + " is "
                            + entry.type
                            + " "
                            + entry.shape
                            + "; expected F32, F16 or BF16 "
                            + Arrays.toString(expectedShape)
                            + ". The weights do not belong to this config.json.");
        }
        MemorySegment segment = data.asSlice(entry.from, entry.to - entry.from);
        boolean mappable =
                entry.type.equals("F32")
                        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                        && count * 4 <= Integer.MAX_VALUE;
        return mappable
                ? segment.asByteBuffer().order(ByteOrder.nativeOrder())
                : widen(segment, entry.type, (int) count);
    }

    private Entry entry(String name) throws FactorscopeException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new FactorscopeException(
                    "FS-MODEL-006",
                    file
                            + " has no tensor "
                            + name
                            + "; expected the weights of a whole model. Download or copy it"
                            + " again.");
        }
        return entry;
    }

    private static ByteBuffer widen(MemorySegment from, String type, int count) {
        ByteBuffer to = ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder());
        var floats = to.asFloatBuffer();
        var half = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        var full = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            float value =
                    switch (type) {
                        case "F16" -> Float.float16ToFloat(from.get(half, 2L * i));
                        case "BF16" -> Float.intBitsToFloat(from.get(half, 2L * i) << 16);
                        default -> from.get(full, 4L * i);
                    };
            floats.put(i, value);
        }
        return to;
    }
}
