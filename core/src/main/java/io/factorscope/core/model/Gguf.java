package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A GGUF file's metadata and the index of its tensors, versions 2 and 3.
///
/// **Threads**: never changed after opening.
final class Gguf implements WeightFile {
    private static final int MAGIC = 0x46554747;
    private static final Map<Integer, TensorType> TYPES =
            Map.ofEntries(
                    Map.entry(0, TensorType.F32),
                    Map.entry(1, TensorType.F16),
                    Map.entry(2, TensorType.Q4_0),
                    Map.entry(3, TensorType.Q4_1),
                    Map.entry(6, TensorType.Q5_0),
                    Map.entry(7, TensorType.Q5_1),
                    Map.entry(8, TensorType.Q8_0),
                    Map.entry(12, TensorType.Q4_K),
                    Map.entry(13, TensorType.Q5_K),
                    Map.entry(14, TensorType.Q6_K),
                    Map.entry(30, TensorType.BF16));

    private final Path file;
    private final Map<String, Object> metadata;
    private final Map<String, StoredTensor> tensors;

    private Gguf(Path file, Map<String, Object> metadata, Map<String, StoredTensor> tensors) {
        this.file = file;
        this.metadata = metadata;
        this.tensors = tensors;
    }

    /// Reads and checks everything but the tensors' numbers.
    ///
    /// **Errors**: `FS-MODEL-012` broken or cut short, `FS-MODEL-013` a tensor type that we cannot
    /// read.
    static Gguf open(Path file) throws FactorscopeException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(file, GgufCursor.over(file, channel));
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    private static Gguf read(Path file, GgufCursor in) throws FactorscopeException {
        if (in.int32() != MAGIC) {
            throw in.broken("it does not begin with GGUF");
        }
        int version = in.int32();
        if (version != 2 && version != 3) {
            throw in.broken("it is version " + version + ", expected 2 or 3");
        }
        // A tensor's entry takes at least 24 bytes, a metadata entry 13.
        long tensorCount = in.count(24);
        long metadataCount = in.count(13);
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (long i = 0; i < metadataCount; i++) {
            String key = in.string();
            metadata.put(key, in.value(in.int32()));
        }
        List<Entry> entries = new ArrayList<>();
        for (long i = 0; i < tensorCount; i++) {
            entries.add(entry(in));
        }
        long alignment = metadata.get("general.alignment") instanceof Long given ? given : 32L;
        if (alignment < 1 || alignment > 1 << 20 || Long.bitCount(alignment) != 1) {
            throw in.broken("its alignment is " + alignment);
        }
        long start = (in.at() + alignment - 1) / alignment * alignment;
        return new Gguf(file, metadata, place(file, entries, start, in));
    }

    private record Entry(String name, List<Long> shape, TensorType type, long offset) {}

    private static Entry entry(GgufCursor in) throws FactorscopeException {
        String name = in.string();
        int axes = in.int32();
        if (axes < 0 || axes > 4) {
            throw in.broken("tensor " + name + " has " + axes + " axes");
        }
        List<Long> shape = new ArrayList<>();
        long count = 1;
        for (int i = 0; i < axes; i++) {
            long length = in.int64();
            if (length < 1 || length > 1L << 40 || Math.multiplyHigh(count, length) != 0) {
                throw in.broken("tensor " + name + " has an axis of " + length);
            }
            shape.addFirst(length);
            count *= length;
        }
        int code = in.int32();
        TensorType type = TYPES.get(code);
        if (type == null) {
            throw new FactorscopeException(
                    "FS-MODEL-013",
                    in.file()
                            + ": tensor "
                            + name
                            + " has GGUF type "
                            + code
                            + "; readable are F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K,"
                            + " Q5_K and Q6_K. Get the model in one of these.");
        }
        boolean whole = shape.isEmpty() || shape.getLast() % type.blockLength() == 0;
        if (!whole || count < 0 || count > 1L << 48) {
            throw in.broken("tensor " + name + " has the shape " + shape + " in " + type);
        }
        return new Entry(name, shape, type, in.int64());
    }

    private static Map<String, StoredTensor> place(
            Path file, List<Entry> entries, long start, GgufCursor in) throws FactorscopeException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        long room = in.size() - start;
        for (Entry entry : entries) {
            StoredTensor tensor =
                    new StoredTensor(
                            file, entry.name, entry.type, entry.shape, start + entry.offset);
            if (entry.offset < 0 || entry.offset > room || tensor.bytes() > room - entry.offset) {
                throw in.broken(
                        "tensor "
                                + entry.name
                                + " needs "
                                + tensor.bytes()
                                + " bytes at "
                                + entry.offset
                                + " of "
                                + Math.max(0, room));
            }
            if (tensors.put(entry.name, tensor) != null) {
                throw in.broken("it has two tensors named " + entry.name);
            }
        }
        return tensors;
    }

    /// The metadata: Long, Double, Boolean, String, or a List of one of these.
    Map<String, Object> metadata() {
        return metadata;
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
