package io.factorscope.core.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The header of a GGUF file: its sizes and its tensors, nothing of the weights.
///
/// **Source**: the GGUF specification, versions 2 and 3: magic, version, counts, then key-value
/// pairs, then tensor descriptions; little-endian.
final class GgufHeader {
    private static final int MAGIC = 0x46554747;
    private static final int TEXT = 8;
    private static final int ARRAY = 9;
    private static final int[] WIDTHS = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    private static final Map<Integer, String> TYPES =
            Map.ofEntries(
                    Map.entry(0, "F32"),
                    Map.entry(1, "F16"),
                    Map.entry(2, "Q4_0"),
                    Map.entry(3, "Q4_1"),
                    Map.entry(6, "Q5_0"),
                    Map.entry(7, "Q5_1"),
                    Map.entry(8, "Q8_0"),
                    Map.entry(10, "Q2_K"),
                    Map.entry(11, "Q3_K"),
                    Map.entry(12, "Q4_K"),
                    Map.entry(13, "Q5_K"),
                    Map.entry(14, "Q6_K"),
                    Map.entry(30, "BF16"));

    private final MemorySegment data;
    private final Map<String, Object> values = new HashMap<>();
    private final List<TensorInfo> tensors = new ArrayList<>();
    private long at;

    private GgufHeader(MemorySegment data) {
        this.data = data;
    }

    /// Reads a header.
    ///
    /// **Errors**: an `IOException` that says what is wrong.
    static GgufHeader read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file);
                Arena arena = Arena.ofConfined()) {
            GgufHeader header =
                    new GgufHeader(
                            channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
            header.read();
            return header;
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("its header is cut short", e);
        }
    }

    private void read() throws IOException {
        int magic = integer();
        int version = integer();
        if (magic != MAGIC || version < 2 || version > 3) {
            throw new IOException("it is not GGUF version 2 or 3");
        }
        long tensorCount = number();
        long valueCount = number();
        for (long i = 0; i < valueCount; i++) {
            String key = text();
            values.put(key, value(integer()));
        }
        for (long i = 0; i < tensorCount; i++) {
            tensors.add(tensor());
        }
    }

    private TensorInfo tensor() throws IOException {
        String name = text();
        int axes = integer();
        if (axes < 0 || axes > 8) {
            throw new IOException("tensor " + name + " claims " + axes + " axes");
        }
        List<Long> shape = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            shape.add(number());
        }
        int type = integer();
        skip(Long.BYTES); // where its data lies
        return new TensorInfo(name, TYPES.getOrDefault(type, "type " + type), shape);
    }

    /// A value as text or a number; of an array only how long it is.
    private Object value(int type) throws IOException {
        if (type == TEXT) {
            return text();
        }
        if (type == ARRAY) {
            int of = integer();
            long count = number();
            if (of == TEXT) {
                for (long i = 0; i < count; i++) {
                    skip(number());
                }
            } else {
                skip(count > data.byteSize() ? -1 : count * width(of));
            }
            return count;
        }
        int width = width(type);
        at += width;
        return switch (width) {
            case 1 -> (long) data.get(ValueLayout.JAVA_BYTE, at - 1);
            case 4 -> (long) data.get(little(ValueLayout.JAVA_INT_UNALIGNED), at - 4);
            case 8 -> data.get(little(ValueLayout.JAVA_LONG_UNALIGNED), at - 8);
            default -> 0L;
        };
    }

    private static int width(int type) throws IOException {
        if (type < 0 || type >= WIDTHS.length || WIDTHS[type] == 0) {
            throw new IOException("it has a value of unknown type " + type);
        }
        return WIDTHS[type];
    }

    private int integer() {
        at += Integer.BYTES;
        return data.get(little(ValueLayout.JAVA_INT_UNALIGNED), at - Integer.BYTES);
    }

    private long number() {
        at += Long.BYTES;
        return data.get(little(ValueLayout.JAVA_LONG_UNALIGNED), at - Long.BYTES);
    }

    private void skip(long length) throws IOException {
        if (length < 0 || length > data.byteSize() - at) {
            throw new IOException("its header is cut short");
        }
        at += length;
    }

    private String text() throws IOException {
        long length = number();
        long from = at;
        skip(length);
        byte[] bytes = data.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ValueLayout.OfInt little(ValueLayout.OfInt layout) {
        return layout.withOrder(ByteOrder.LITTLE_ENDIAN);
    }

    private static ValueLayout.OfLong little(ValueLayout.OfLong layout) {
        return layout.withOrder(ByteOrder.LITTLE_ENDIAN);
    }

    List<TensorInfo> tensors() {
        return tensors;
    }

    /// The sizes; the vocabulary is as long as the tokenizer's list.
    ModelShape shape() {
        String family = String.valueOf(values.getOrDefault("general.architecture", "unknown"));
        int heads = size(family + ".attention.head_count");
        int kvHeads = size(family + ".attention.head_count_kv");
        int vocab = size(family + ".vocab_size");
        return new ModelShape(
                family,
                size(family + ".block_count"),
                size(family + ".embedding_length"),
                heads,
                kvHeads == 0 ? heads : kvHeads,
                size(family + ".feed_forward_length"),
                vocab == 0 ? size("tokenizer.ggml.tokens") : vocab,
                size(family + ".context_length"));
    }

    private int size(String key) {
        return values.get(key) instanceof Long number && number <= Integer.MAX_VALUE
                ? number.intValue()
                : 0;
    }
}
