package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Npy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes texts, counts and float32 vectors as one GGUF file, version 3.
public final class GgufWriter {
    private static final int MAGIC = 0x46554747;
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;
    private static final int UINT32 = 4;
    private static final int STRING = 8;
    private static final int F32 = 0;

    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, float[]> vectors = new LinkedHashMap<>();

    /// Adds a text.
    public GgufWriter put(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /// Adds a count of 0 or more.
    public GgufWriter put(String key, int value) {
        metadata.put(key, value);
        return this;
    }

    /// Adds a vector; not copied.
    public GgufWriter add(String name, float[] vector) {
        vectors.put(name, vector);
        return this;
    }

    /// Writes what was added, atomically.
    ///
    /// **Errors**: `FS-FILE-001`.
    public void write(Path file) throws FactorscopeException {
        byte[] head = head();
        AtomicFiles.write(
                file,
                out -> {
                    out.write(head);
                    out.write(new byte[padded(head.length) - head.length]);
                    for (float[] vector : vectors.values()) {
                        Npy.writeValues(out, vector);
                        int bytes = 4 * vector.length;
                        out.write(new byte[padded(bytes) - bytes]);
                    }
                });
    }

    private static int padded(int bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private byte[] head() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, MAGIC);
        number(out, VERSION);
        number(out, (long) vectors.size());
        number(out, (long) metadata.size());
        metadata.forEach((key, value) -> {
            text(out, key);
            if (value instanceof Integer count) {
                number(out, UINT32);
                number(out, count);
            } else {
                number(out, STRING);
                text(out, value.toString());
            }
        });
        long offset = 0;
        for (Map.Entry<String, float[]> vector : vectors.entrySet()) {
            text(out, vector.getKey());
            number(out, 1);
            number(out, (long) vector.getValue().length);
            number(out, F32);
            number(out, offset);
            offset += padded(4 * vector.getValue().length);
        }
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, (long) bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int number) {
        out.writeBytes(little(4).putInt(number).array());
    }

    private static void number(ByteArrayOutputStream out, long number) {
        out.writeBytes(little(8).putLong(number).array());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
