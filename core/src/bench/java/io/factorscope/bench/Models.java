package io.factorscope.bench;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Precision;
import io.factorscope.core.project.Home;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.DeviceChoice;
import io.factorscope.core.tensor.TensorEngine;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// The models that are measured: the embedded one, and GPT-2 small's shape with random weights.
final class Models {
    static final int WIDTH = 768;
    static final int LAYERS = 12;
    private static final int VOCAB = 50257;

    /// Numbers that one step of GPT-2 small's shape must read: all matrices of its layers, and the
    /// unembedding.
    static final long WEIGHTS = (12L * LAYERS * WIDTH + VOCAB) * WIDTH;

    private static final int CONTEXT = 1024;

    private Models() {}

    /// On the processor, with `-Dbench.threads=N` native threads or the engine's default.
    static TensorEngine engine() throws FactorscopeException {
        return TensorEngine.start(
                DeviceChoice.parse("cpu"), Integer.getInteger("bench.threads", 0));
    }

    static LanguageModel embedded() throws FactorscopeException {
        return LanguageModel.open(Home.embeddedModel(), engine());
    }

    /// GPT-2 small's shape, written as float32 to `folder`, which the caller made, and opened.
    static LanguageModel gpt2Shape(Path folder, Precision precision)
            throws IOException, FactorscopeException {
        writeGpt2Shape(folder);
        return LanguageModel.open(folder, engine(), precision);
    }

    static void writeGpt2Shape(Path folder) throws IOException, FactorscopeException {
        Json.write(
                folder.resolve("config.json"),
                Map.of(
                        "model_type", "gpt2",
                        "vocab_size", VOCAB,
                        "n_positions", CONTEXT,
                        "n_layer", LAYERS,
                        "n_embd", WIDTH,
                        "n_head", 12,
                        "activation_function", "gelu_new"));
        Files.copy(
                Home.embeddedModel().resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        writeWeights(folder.resolve("model.safetensors"));
    }

    private static Map<String, int[]> shapes() {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        shapes.put("wte.weight", new int[] {VOCAB, WIDTH});
        shapes.put("wpe.weight", new int[] {CONTEXT, WIDTH});
        for (int layer = 0; layer < LAYERS; layer++) {
            String block = "h." + layer + ".";
            norm(shapes, block + "ln_1");
            linear(shapes, block + "attn.c_attn", WIDTH, 3 * WIDTH);
            linear(shapes, block + "attn.c_proj", WIDTH, WIDTH);
            norm(shapes, block + "ln_2");
            linear(shapes, block + "mlp.c_fc", WIDTH, 4 * WIDTH);
            linear(shapes, block + "mlp.c_proj", 4 * WIDTH, WIDTH);
        }
        norm(shapes, "ln_f");
        return shapes;
    }

    private static void norm(Map<String, int[]> shapes, String name) {
        shapes.put(name + ".weight", new int[] {WIDTH});
        shapes.put(name + ".bias", new int[] {WIDTH});
    }

    private static void linear(Map<String, int[]> shapes, String name, int in, int out) {
        shapes.put(name + ".weight", new int[] {in, out});
        shapes.put(name + ".bias", new int[] {out});
    }

    private static int count(int[] shape) {
        return shape.length == 1 ? shape[0] : shape[0] * shape[1];
    }

    private static void writeWeights(Path file) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, int[]> tensor : shapes().entrySet()) {
            long end = at + 4L * count(tensor.getValue());
            header.put(
                    tensor.getKey(),
                    Map.of(
                            "dtype",
                            "F32",
                            "shape",
                            tensor.getValue(),
                            "data_offsets",
                            new long[] {at, end}));
            at = end;
        }
        // Padded to eight bytes, as the usual writer does; else the tensors could not be mapped.
        String text = Json.text(header);
        byte[] json = (text + " ".repeat(-text.length() & 7)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        length.putLong(json.length);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(length.array());
            out.write(json);
            for (Map.Entry<String, int[]> tensor : shapes().entrySet()) {
                boolean scale = tensor.getKey().matches(".*ln_.*weight");
                writeTensor(out, count(tensor.getValue()), scale);
            }
        }
    }

    /// Small random numbers from a repeating block, or ones for a norm's scale.
    private static void writeTensor(OutputStream out, int count, boolean ones) throws IOException {
        SplittableRandom random = new SplittableRandom(count);
        ByteBuffer block = ByteBuffer.allocate(4 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1 << 16; i++) {
            block.putFloat(ones ? 1 : (float) (0.02 * random.nextGaussian()));
        }
        for (int left = count; left > 0; left -= 1 << 16) {
            out.write(block.array(), 0, 4 * Math.min(left, 1 << 16));
        }
    }
}
