package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a GGUF file's header from front to back; nothing is believed before it is checked.
///
/// **Errors**: `FS-MODEL-012` where the file ends too early or a length makes no sense.
final class GgufCursor {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_TEXT = 1 << 24;
    private static final int ARRAY = 9;

    private final Path file;
    private final MemorySegment data;
    private long at;

    private GgufCursor(Path file, MemorySegment data) {
        this.file = file;
        this.data = data;
    }

    static GgufCursor over(Path file, FileChannel channel) throws IOException {
        // Not closed by hand: the header is small and the mapping goes with the cursor.
        Arena arena = Arena.ofAuto();
        return new GgufCursor(
                file, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    }

    Path file() {
        return file;
    }

    long at() {
        return at;
    }

    long size() {
        return data.byteSize();
    }

    FactorscopeException broken(String why) {
        return new FactorscopeException(
                "FS-MODEL-012",
                file + " is not a whole GGUF file: " + why + ". Download or copy it again.");
    }

    private long take(long bytes) throws FactorscopeException {
        if (bytes > data.byteSize() - at) {
            throw broken("it ends at byte " + data.byteSize() + ", within its header");
        }
        long from = at;
        at += bytes;
        return from;
    }

    int int32() throws FactorscopeException {
        return data.get(INT, take(4));
    }

    long int64() throws FactorscopeException {
        return data.get(LONG, take(8));
    }

    /// How many entries follow, each of at least `bytes`, so that no absurd count is believed.
    long count(int bytes) throws FactorscopeException {
        long count = int64();
        if (count < 0 || count > (data.byteSize() - at) / bytes) {
            throw broken("it claims " + count + " entries");
        }
        return count;
    }

    String string() throws FactorscopeException {
        long length = int64();
        if (length < 0 || length > LONGEST_TEXT) {
            throw broken("a text in it claims " + length + " bytes");
        }
        long from = take(length);
        byte[] bytes = data.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// A value of a GGUF type: whole numbers as Long, others as Double.
    Object value(int type) throws FactorscopeException {
        return type == ARRAY ? array() : scalar(type);
    }

    private List<Object> array() throws FactorscopeException {
        int type = int32();
        if (type == ARRAY) {
            throw broken("it has an array of arrays");
        }
        long count = count(width(type));
        List<Object> values = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            values.add(scalar(type));
        }
        return values;
    }

    private int width(int type) throws FactorscopeException {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case 8, 10, 11, 12 -> 8;
            default -> throw broken("it has a value of unknown type " + type);
        };
    }

    private Object scalar(int type) throws FactorscopeException {
        if (type == 8) {
            return string();
        }
        long from = take(width(type));
        return switch (type) {
            case 0 -> (long) Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, from));
            case 1 -> (long) data.get(ValueLayout.JAVA_BYTE, from);
            case 2 -> (long) Short.toUnsignedInt(data.get(SHORT, from));
            case 3 -> (long) data.get(SHORT, from);
            case 4 -> Integer.toUnsignedLong(data.get(INT, from));
            case 5 -> (long) data.get(INT, from);
            case 6 -> (double) Float.intBitsToFloat(data.get(INT, from));
            case 7 -> data.get(ValueLayout.JAVA_BYTE, from) != 0;
            case 12 -> Double.longBitsToDouble(data.get(LONG, from));
            default -> data.get(LONG, from);
        };
    }
}
