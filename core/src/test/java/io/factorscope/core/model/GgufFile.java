package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A GGUF file to be written by a test, from the tensors of a Hugging Face folder or one by one.
final class GgufFile {
    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final ByteArrayOutputStream index = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private int tensors;

    GgufFile put(String key, Object value) {
        metadata.put(key, value);
        return this;
    }

    /// A tensor of GGUF type `code`; `shape` row-major.
    GgufFile add(String name, int code, long[] shape, byte[] bytes) {
        while (data.size() % 32 != 0) {
            data.write(0);
        }
        write(index, name);
        write(index, shape.length);
        for (int i = shape.length - 1; i >= 0; i--) {
            write(index, shape[i]);
        }
        write(index, code);
        write(index, (long) data.size());
        data.writeBytes(bytes);
        tensors++;
        return this;
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes(3));
    }

    byte[] bytes(int version) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        write(out, version);
        write(out, (long) tensors);
        write(out, (long) metadata.size());
        for (Map.Entry<String, Object> entry : metadata.entrySet()) {
            write(out, entry.getKey());
            value(out, entry.getValue());
        }
        out.writeBytes(index.toByteArray());
        while (out.size() % 32 != 0) {
            out.write(0);
        }
        out.writeBytes(data.toByteArray());
        return out.toByteArray();
    }

    private static void value(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case Integer number -> typed(out, 4, () -> write(out, number));
            case Float number -> typed(out, 6, () -> write(out, Float.floatToIntBits(number)));
            case Boolean flag -> typed(out, 7, () -> out.write(flag ? 1 : 0));
            case String text -> typed(out, 8, () -> write(out, text));
            case List<?> list -> typed(out, 9, () -> list(out, list));
            default -> throw new IllegalArgumentException(value.toString());
        }
    }

    private static void list(ByteArrayOutputStream out, List<?> list) {
        Object first = list.getFirst();
        write(out, first instanceof String ? 8 : first instanceof Float ? 6 : 5);
        write(out, (long) list.size());
        for (Object item : list) {
            switch (item) {
                case String text -> write(out, text);
                case Float number -> write(out, Float.floatToIntBits(number));
                default -> write(out, ((Integer) item).intValue());
            }
        }
    }

    private static void typed(ByteArrayOutputStream out, int type, Runnable content) {
        write(out, type);
        content.run();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(out, (long) bytes.length);
        out.writeBytes(bytes);
    }

    private static void write(ByteArrayOutputStream out, int number) {
        out.writeBytes(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    }

    private static void write(ByteArrayOutputStream out, long number) {
        out.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
    }

    /// The weights of a Hugging Face folder, as llama.cpp's converter stores them: matrices `[out,
    /// in]`, Llama's queries and keys with the rows of each head in pairs, Gemma's norms with the 1
    /// added, Llama 3's position scaling as divisors.
    static GgufFile converted(ModelConfig config, WeightFile from) throws FactorscopeException {
        GgufFile to = new GgufFile();
        String family = config.family();
        TensorNames theirs = TensorNames.huggingFace(family, from.names());
        TensorNames ours = TensorNames.gguf(family);
        to.copy(from, theirs.embedding(), ours.embedding(), theirs, null, config);
        if (theirs.positions() != null && ours.positions() != null) {
            to.copy(from, theirs.positions(), ours.positions(), theirs, null, config);
        }
        to.copy(from, theirs.finalNorm(), ours.finalNorm(), theirs, Role.MLP_NORM, config);
        if (!config.tied()) {
            to.copy(from, theirs.unembedding(), ours.unembedding(), theirs, null, config);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            for (Role role : Role.values()) {
                String name = theirs.in(layer, role);
                if (!name.isEmpty()) {
                    to.copy(from, name, ours.in(layer, role), theirs, role, config);
                }
            }
        }
        return to;
    }

    private void copy(
            WeightFile from,
            String name,
            String as,
            TensorNames theirs,
            @org.jspecify.annotations.Nullable Role role,
            ModelConfig config)
            throws FactorscopeException {
        for (String part : List.of(".weight", ".bias")) {
            StoredTensor stored = from.find(name + part);
            if (stored == null) {
                continue;
            }
            float[] values = Safetensors.open(stored.file()).floats(name + part);
            long[] shape = stored.shape().stream().mapToLong(Long::longValue).toArray();
            boolean matrix = shape.length == 2;
            if (role != null && role.isNorm()) {
                for (int i = 0; i < values.length; i++) {
                    values[i] += (float) theirs.normOffset();
                }
            } else if (role != null && theirs.inByOut() && matrix) {
                values = transposed(values, (int) shape[0], (int) shape[1]);
                shape = new long[] {shape[1], shape[0]};
            } else if (Set.of("llama").contains(config.family())
                    && (role == Role.QUERIES || role == Role.KEYS)) {
                int heads =
                        role == Role.QUERIES
                                ? config.attention().heads()
                                : config.attention().keyHeads();
                values = paired(values, heads, (int) shape[0]);
            }
            add(as + part, 0, shape, SafetensorsFile.floats(values));
        }
    }

    private static float[] transposed(float[] values, int rows, int columns) {
        float[] out = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = values[i * columns + j];
            }
        }
        return out;
    }

    /// Row i and row i + half of a head become neighbours.
    private static float[] paired(float[] values, int heads, int rows) {
        int width = values.length / rows;
        int perHead = rows / heads;
        float[] out = new float[values.length];
        for (int row = 0; row < rows; row++) {
            int within = row % perHead;
            int half = perHead / 2;
            int to = row - within + (within < half ? 2 * within : 2 * (within - half) + 1);
            System.arraycopy(values, row * width, out, to * width, width);
        }
        return out;
    }

    /// The numbers of a configuration under the keys that llama.cpp's converter writes.
    GgufFile describe(ModelConfig config) {
        String family = config.family();
        ModelConfig.Attention attention = config.attention();
        put("general.architecture", family);
        put(family + ".embedding_length", config.dModel());
        put(family + ".block_count", config.layers());
        put(family + ".context_length", config.context());
        put(family + ".feed_forward_length", config.dMlp());
        put(family + ".attention.head_count", attention.heads());
        put(family + ".attention.head_count_kv", attention.keyHeads());
        String epsilon = config.norm() == ModelConfig.Norm.LAYER ? "" : "rms_";
        put(family + ".attention.layer_norm_" + epsilon + "epsilon", (float) config.epsilon());
        Rotary rotary = attention.rotary();
        if (rotary != null) {
            put(family + ".rope.freq_base", (float) rotary.theta());
            put(family + ".attention.key_length", attention.dHead());
            if (rotary.scaling().kind() == Rotary.Scaling.Kind.LLAMA3) {
                divisors(rotary, attention.dHead());
            }
        }
        if (family.equals("gemma2")) {
            put(family + ".attn_logit_softcapping", (float) attention.softCap());
            put(family + ".final_logit_softcapping", (float) config.logitSoftCap());
            put(family + ".attention.sliding_window", attention.windows().getFirst());
        }
        return this;
    }

    private void divisors(Rotary rotary, int dHead) {
        Rotary plain = new Rotary(rotary.theta(), Rotary.Scaling.NONE, List.of());
        float[] before = plain.frequencies(dHead);
        float[] after = rotary.frequencies(dHead);
        float[] divisors = new float[before.length];
        for (int i = 0; i < divisors.length; i++) {
            divisors[i] = before[i] / after[i];
        }
        add("rope_freqs.weight", 0, new long[] {divisors.length}, SafetensorsFile.floats(divisors));
    }

    /// Copies some bytes, for tests that damage them.
    static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }
}
