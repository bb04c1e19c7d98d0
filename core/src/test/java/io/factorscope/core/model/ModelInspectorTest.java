package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.hook.Site;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What is said of models without loading them: of good ones, and of bad ones everything at once.
class ModelInspectorTest {
    @TempDir private Path temp;

    @Test
    void theEmbeddedModelIsWhatItSaysOfItself() throws Exception {
        Path folder = Fixtures.HOME.resolve("resources/models/storyteller");
        ModelInspection found = ModelInspector.inspect(folder);
        assertEquals(List.of(), found.problems());
        ModelConfig config = ConfigReader.read(folder.resolve("config.json"));
        assertEquals(config.parameters(), found.parameters());
        assertEquals(4 * config.parameters(), found.float32Bytes());
        assertEquals(config.layers(), found.shape().layers());
        assertEquals(config.heads(), found.shape().kvHeads());
        assertEquals(config.width(Site.MLP_POST), found.shape().width(Site.MLP_POST));
        assertEquals(config.width(Site.RESID_POST), found.shape().width(Site.RESID_POST));
    }

    @Test
    void llamaNamesAreUnderstoodAndShardsAreCountedTogether() throws Exception {
        Files.writeString(
                temp.resolve("config.json"),
                """
                {"model_type": "llama", "hidden_size": 8, "num_hidden_layers": 2,
                 "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 12,
                 "vocab_size": 10, "max_position_embeddings": 64}
                """);
        Files.writeString(temp.resolve("tokenizer.json"), "{}");
        tensor("model.embed_tokens.weight", 10, 8).write(temp.resolve("a.safetensors"));
        tensor("model.layers.1.mlp.up_proj.weight", 12, 8).write(temp.resolve("b.safetensors"));
        Files.writeString(
                temp.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"x\": \"a.safetensors\", \"y\": \"b.safetensors\"}}");
        ModelInspection found = ModelInspector.inspect(temp);
        assertEquals(List.of(), found.problems());
        assertEquals(new ModelShape("llama", 2, 8, 4, 2, 12, 10, 64), found.shape());
        assertEquals(80 + 96, found.parameters());
        assertEquals(96, found.layerParameters());
        assertEquals(Map.of("BF16", 176L), found.types());
    }

    private static SafetensorsFile tensor(String name, int rows, int columns) {
        byte[] bytes = new byte[2 * rows * columns];
        return new SafetensorsFile().add(name, "BF16", new long[] {rows, columns}, bytes);
    }

    @Test
    void everythingWrongIsSaidAtOnce() throws Exception {
        Files.writeString(
                temp.resolve("config.json"),
                "{\"model_type\": \"llama\", \"num_attention_heads\": 3,"
                        + " \"num_key_value_heads\": 2, \"num_hidden_layers\": 5}");
        Path weights = temp.resolve("model.safetensors");
        tensor("model.layers.0.mlp.up_proj.weight", 2, 2).write(weights);
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, java.util.Arrays.copyOf(whole, whole.length - 3));
        List<String> problems = ModelInspector.inspect(temp).problems();
        assertEquals(8, problems.size(), problems.toString());
        String all = problems.toString();
        for (String said :
                List.of(
                        "tokenizer.json is missing",
                        "cut short",
                        "d_model is not stated",
                        "3 heads are not a multiple of 2",
                        "5 layers, the weights have 1")) {
            assertTrue(all.contains(said), all);
        }
    }

    @Test
    void aFolderWithOnlyPicklesSaysSo() throws Exception {
        Files.writeString(temp.resolve("pytorch_model.bin"), "x");
        String all = ModelInspector.inspect(temp).problems().toString();
        assertTrue(all.contains("only pickle files"), all);
        assertTrue(all.contains("config.json is missing"), all);
        Failing.with("FS-FILE-003", () -> ModelInspector.inspect(temp.resolve("none")));
    }

    @Test
    void aGgufFileTellsItsSizes() throws Exception {
        Gguf file = new Gguf();
        file.number(0x46554747, 4).number(3, 4).number(1, 8).number(9, 8);
        file.text("general.architecture").number(8, 4).text("llama");
        file.text("a.list").number(9, 4).number(5, 4).number(3, 8).number(0, 12);
        file.text("llama.block_count").number(4, 4).number(2, 4);
        file.text("llama.embedding_length").number(4, 4).number(8, 4);
        file.text("llama.attention.head_count").number(4, 4).number(4, 4);
        file.text("llama.attention.head_count_kv").number(10, 4).number(2, 8);
        file.text("llama.feed_forward_length").number(4, 4).number(12, 4);
        file.text("llama.context_length").number(4, 4).number(64, 4);
        file.text("tokenizer.ggml.tokens").number(9, 4).number(8, 4).number(2, 8);
        file.text("<s>").text("the");
        file.text("blk.1.ffn_up.weight").number(2, 4).number(8, 8).number(12, 8);
        file.number(12, 4).number(0, 8);
        Path path = Files.write(temp.resolve("m.gguf"), file.bytes());
        ModelInspection found = ModelInspector.inspect(path);
        assertEquals(List.of(), found.problems());
        assertEquals(new ModelShape("llama", 2, 8, 4, 2, 12, 2, 64), found.shape());
        assertEquals(Map.of("Q4_K", 96L), found.types());
        byte[] whole = file.bytes();
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, java.util.Arrays.copyOf(whole, length));
            assertTrue(!ModelInspector.inspect(path).problems().isEmpty(), "cut at " + length);
        }
    }

    private static final class Gguf {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Gguf number(long value, int bytes) {
            ByteBuffer buffer = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(value);
            out.write(buffer.array(), 0, bytes);
            return this;
        }

        Gguf text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            number(bytes.length, 8);
            out.writeBytes(bytes);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
