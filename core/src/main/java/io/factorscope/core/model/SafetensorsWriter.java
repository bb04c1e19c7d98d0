package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes float32 tensors as one safetensors file.
public final class SafetensorsWriter {
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, String> about = new LinkedHashMap<>();
    private final List<float[]> values = new ArrayList<>();
    private long size;

    /// Adds a line of metadata.
    public SafetensorsWriter about(String key, String value) {
        about.put(key, value);
        header.put("__metadata__", about);
        return this;
    }

    /// Adds a tensor, row-major.
    public SafetensorsWriter add(String name, float[] numbers, int... shape) {
        long end = size + 4L * numbers.length;
        header.put(
                name,
                Map.of(
                        "dtype",
                        "F32",
                        "shape",
                        Arrays.stream(shape).boxed().toList(),
                        "data_offsets",
                        List.of(size, end)));
        values.add(numbers);
        size = end;
        return this;
    }

    /// Writes what was added, atomically.
    public void write(Path file) throws FactorscopeException {
        byte[] json = Json.line(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        length.putLong(padded.length);
        AtomicFiles.write(
                file,
                out -> {
                    out.write(length.array());
                    out.write(padded);
                    for (float[] numbers : values) {
                        Npy.writeValues(out, numbers);
                    }
                });
    }
}
