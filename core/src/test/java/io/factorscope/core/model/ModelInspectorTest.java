package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class ModelInspectorTest {
    @TempDir private Path temp;

    @Test
    void theEmbeddedModelIsWhatItSaysOfItself() throws Exception {
        Path folder = Fixtures.HOME.resolve("resources/models/storyteller");
        ModelInspection found = ModelInspector.inspect(folder);
        assertEquals(List.of(), found.problems());
        try (LanguageModel model = LanguageModel.open(folder, Fixtures.engine())) {
            assertEquals(model.parameters(), found.parameters());
            assertEquals(4 * model.parameters(), found.float32Bytes());
            assertEquals(found.float32Bytes(), found.weightBytes());
            assertEquals(model.config(), found.requireConfig());
            assertTrue(found.layerParameters() < found.parameters());
        }
    }

    @Test
    void shardsAreCountedTogether() throws Exception {
        ModelInspection found = ModelInspector.inspect(Fixtures.path("tiny-llama3"));
        assertEquals(List.of(), found.problems());
        assertEquals("llama", found.family());
        assertEquals(Map.of("BF16", found.parameters()), found.types());
        assertEquals(2 * 512 * 48 + 48, found.parameters() - found.layerParameters());
        Path copy = Fixtures.copy(Fixtures.path("tiny-llama3"), temp.resolve("model"));
        Files.delete(copy.resolve("model-00002-of-00003.safetensors"));
        String all = ModelInspector.inspect(copy).problems().toString();
        assertTrue(all.contains("has no model-00002-of-00003.safetensors"), all);
    }

    @Test
    void everythingWrongIsSaidAtOnce() throws Exception {
        Path copy = Fixtures.copy(Fixtures.path("tiny-qwen2"), temp.resolve("model"));
        ObjectNode config = (ObjectNode) Json.readTree(copy.resolve("config.json"));
        Json.write(copy.resolve("config.json"), config.put("vocab_size", 500));
        Path weights = copy.resolve("model.safetensors");
        String gone = "model.layers.1.mlp.up_proj.weight";
        SafetensorsFile.copyOf(weights, gone).write(weights);
        ModelInspection found = ModelInspector.inspect(copy);
        assertEquals(3, found.problems().size(), found.problems().toString());
        String all = found.problems().toString();
        for (String said : List.of("[512, 48]; expected [500, 48]", gone, "knows 512 tokens")) {
            assertTrue(all.contains(said), all);
        }
        assertTrue(Failing.with("FS-MODEL-020", found::requireConfig).contains("tokens"));
    }

    @Test
    void manyWrongTensorsAreCounted() throws Exception {
        Path copy = Fixtures.copy(Fixtures.path("tiny-gpt2"), temp.resolve("model"));
        SafetensorsFile.copyOf(copy.resolve("model.safetensors"), ".bias")
                .write(copy.resolve("model.safetensors"));
        List<String> problems = ModelInspector.inspect(copy).problems();
        assertEquals(6, problems.size(), problems.toString());
        assertEquals("14 more tensors are missing or of another shape", problems.getLast());
    }

    @Test
    void aFolderWithOnlyPicklesSaysSo() throws Exception {
        Path copy = Fixtures.copy(Fixtures.path("tiny-gpt2"), temp.resolve("model"));
        Files.move(copy.resolve("model.safetensors"), copy.resolve("pytorch_model.bin"));
        String all = ModelInspector.inspect(copy).problems().toString();
        assertTrue(all.contains("pytorch_model.bin is a pickle file"), all);
        Failing.with("FS-FILE-003", () -> ModelInspector.inspect(temp.resolve("none")));
        Failing.with("FS-MODEL-014", () -> LanguageModel.open(copy, Fixtures.engine()));
        Path alone = copy.resolve("pytorch_model.bin");
        Failing.with("FS-MODEL-014", () -> LanguageModel.open(alone, Fixtures.engine()));
    }

    @Test
    void anEmptyFolderAndAnUnknownFamilyAreDescribed() throws Exception {
        String all = ModelInspector.inspect(temp).problems().toString();
        assertTrue(all.contains("config.json") && all.contains("tokenizer.json"), all);
        Files.writeString(temp.resolve("config.json"), "{\"model_type\": \"mamba\"}");
        Files.writeString(temp.resolve("tokenizer.json"), "{}");
        ModelInspection found = ModelInspector.inspect(temp);
        assertEquals("mamba", found.family());
        assertNull(found.config());
        assertTrue(found.problems().toString().contains("supported: gpt2"));
    }

    @Test
    void aGgufFileTellsItsSizesAndWhereItIsCut() throws Exception {
        byte[] whole =
                new GgufFile()
                        .put("general.architecture", "llama")
                        .put("llama.block_count", 1)
                        .put("llama.embedding_length", 32)
                        .put("llama.attention.head_count", 4)
                        .put("llama.attention.head_count_kv", 2)
                        .put("llama.feed_forward_length", 64)
                        .put("llama.context_length", 16)
                        .put("tokenizer.ggml.model", "gpt2")
                        .put("tokenizer.ggml.tokens", List.of("a", "b"))
                        .put("tokenizer.ggml.merges", List.of("a b"))
                        .add("token_embd.weight", 0, new long[] {2, 32}, new byte[256])
                        .add("blk.0.ffn_up.weight", 8, new long[] {64, 32}, new byte[2176])
                        .bytes(3);
        Path path = Files.write(temp.resolve("m.gguf"), whole);
        ModelInspection found = ModelInspector.inspect(path);
        assertEquals(2 * 32 + 64 * 32, found.parameters());
        assertEquals(Map.of("F32", 64L, "Q8_0", 2048L), found.types());
        assertEquals(8, found.config() == null ? 0 : found.config().attention().dHead());
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertTrue(!ModelInspector.inspect(path).problems().isEmpty(), "cut at " + length);
        }
    }
}
