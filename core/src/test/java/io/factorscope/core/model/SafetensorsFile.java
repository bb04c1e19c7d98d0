package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A safetensors file to be written by a test, tensor by tensor.
final class SafetensorsFile {
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /// All float32 tensors of another file, without those whose names end in `without`.
    static SafetensorsFile copyOf(Path file, String without) throws FactorscopeException {
        Safetensors from = Safetensors.open(file);
        SafetensorsFile to = new SafetensorsFile();
        for (String name : from.names()) {
            if (!name.endsWith(without)) {
                to.add(name, "F32", from.shape(name), floats(from.floats(name)));
            }
        }
        return to;
    }

    SafetensorsFile add(String name, String type, long[] shape, byte[] bytes) {
        List<Integer> offsets = List.of(data.size(), data.size() + bytes.length);
        header.put(name, Map.of("dtype", type, "shape", shape, "data_offsets", offsets));
        data.writeBytes(bytes);
        return this;
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    Path write(Path file) throws IOException {
        byte[] json = Json.text(header).getBytes(StandardCharsets.UTF_8);
        return write(file, json, json.length, data.toByteArray());
    }

    /// Any header, any claim of its length.
    static Path write(Path file, byte[] json, long claimed, byte[] data) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(claimed).put(json).put(data);
        return Files.write(file, bytes.array());
    }
}
