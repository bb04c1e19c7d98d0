package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;

class GgufTest {
    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("model.gguf");
    }

    /// `fixtures/gguf-blocks.safetensors`: random blocks of each type, and what ggml's own
    /// reference makes of them.
    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            names = {"Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"})
    void quantisedBlocksHaveTheValuesOfTheReference(TensorType type)
            throws IOException, FactorscopeException {
        Path path = Fixtures.path("gguf-blocks.safetensors");
        float[] want = Safetensors.open(path).floats(type + ".values");
        byte[] all = Files.readAllBytes(path);
        ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong(0);
        JsonNode json = Json.mapper().readTree(all, 8, header);
        int from = json.path(type + ".blocks").path("data_offsets").path(0).asInt();
        ByteBuffer blocks = bytes.slice(8 + header + from, all.length - 8 - header - from);
        float[] ours = new float[want.length];
        Dequantizer.decode(type, blocks.order(ByteOrder.LITTLE_ENDIAN), ours, want.length);
        assertTrue(Fixtures.maxDifference(want, ours) < 1e-5);
    }

    private GgufFile converted(String name) throws FactorscopeException {
        ModelConfig config = HuggingFaceConfig.read(Fixtures.path(name + "/config.json"));
        Path index = Fixtures.path(name).resolve(ShardedSafetensors.INDEX);
        WeightFile weights =
                Files.isRegularFile(index)
                        ? ShardedSafetensors.open(index)
                        : Safetensors.open(Fixtures.path(name + "/model.safetensors"));
        GgufFile gguf = GgufFile.converted(config, weights).describe(config);
        return tokenizer(gguf, name, config);
    }

    private static GgufFile tokenizer(GgufFile gguf, String name, ModelConfig config)
            throws FactorscopeException {
        JsonNode json = Json.readTree(Fixtures.path(name + "/tokenizer.json"));
        boolean scored = config.family().equals("gemma2");
        int size = json.path("model").path("vocab").size();
        List<String> tokens = new ArrayList<>(Collections.nCopies(size, ""));
        List<Integer> types = new ArrayList<>(Collections.nCopies(size, 1));
        json.path("model")
                .path("vocab")
                .properties()
                .forEach(entry -> tokens.set(entry.getValue().asInt(), entry.getKey()));
        json.path("added_tokens").forEach(token -> types.set(token.path("id").asInt(), 3));
        List<String> merges = new ArrayList<>();
        List<Float> scores = new ArrayList<>(Collections.nCopies(size, -1e6f));
        for (JsonNode merge : json.path("model").path("merges")) {
            String left = merge.isArray() ? merge.get(0).asText() : merge.asText().split(" ")[0];
            String right = merge.isArray() ? merge.get(1).asText() : merge.asText().split(" ")[1];
            scores.set(tokens.indexOf(left + right), (float) -merges.size());
            merges.add(left + " " + right);
        }
        gguf.put("tokenizer.ggml.tokens", tokens).put("tokenizer.ggml.token_type", types);
        gguf.put("tokenizer.ggml.bos_token_id", config.bos());
        gguf.put("tokenizer.ggml.eos_token_id", config.eos().getFirst());
        gguf.put("tokenizer.ggml.add_bos_token", true);
        if (scored) {
            int unknown = tokens.indexOf("<unk>");
            if (unknown >= 0) {
                types.set(unknown, 2);
            }
            return gguf.put("tokenizer.ggml.model", "llama")
                    .put("tokenizer.ggml.add_space_prefix", false)
                    .put("tokenizer.ggml.scores", scores);
        }
        return gguf.put("tokenizer.ggml.model", "gpt2")
                .put("tokenizer.ggml.merges", merges)
                .put("tokenizer.ggml.pre", config.family().equals("gpt2") ? "gpt-2" : "llama-bpe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-gpt2", "tiny-llama3", "tiny-gemma2", "tiny-qwen2"})
    void aConvertedModelGivesTheSameIdsAndLogits(String name)
            throws IOException, FactorscopeException {
        converted(name).write(file());
        JsonNode cases = Json.readTree(Fixtures.path(name + "/cases.json")).path("cases");
        Safetensors expected = Safetensors.open(Fixtures.path(name + "/expected.safetensors"));
        try (LanguageModel model = LanguageModel.open(file(), Fixtures.engine())) {
            for (int i = 0; i < cases.size(); i++) {
                int[] ids =
                        StreamSupport.stream(cases.get(i).path("ids").spliterator(), false)
                                .mapToInt(JsonNode::asInt)
                                .toArray();
                String text = cases.get(i).path("text").asText();
                assertArrayEquals(ids, model.tokenizer().encode(text, true), text);
                assertEquals(cases.get(i).path("decoded").asText(), model.tokenizer().decode(ids));
                float[] logits = model.logits(ids, List.of());
                float[] want = expected.floats("case" + i + ".logits");
                assertTrue(Fixtures.maxDifference(want, logits) < 2e-4, name + " case " + i);
            }
            assertEquals("model", model.name());
            assertEquals(64, model.hash().length());
        }
    }

    @Test
    void versionTwoIsReadAndOthersAreRefused() throws IOException, FactorscopeException {
        GgufFile gguf = new GgufFile().put("general.name", "x");
        Files.write(file(), gguf.bytes(2));
        assertEquals("x", Gguf.open(file()).metadata().get("general.name"));
        for (int version : new int[] {0, 1, 4}) {
            Files.write(file(), gguf.bytes(version));
            String message = Failing.with("FS-MODEL-012", () -> Gguf.open(file()));
            assertTrue(message.contains("version " + version), message);
        }
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException, FactorscopeException {
        byte[] whole = converted("tiny-gpt2").bytes(3);
        for (int length : new int[] {0, 3, 4, 20, 24, 500, 5000, whole.length - 1}) {
            Files.write(file(), GgufFile.cut(whole, length));
            String message = Failing.with("FS-MODEL-012", () -> Gguf.open(file()));
            assertTrue(message.contains("model.gguf"), message);
        }
    }

    @Test
    void whatItCannotReadIsNamed() throws IOException {
        new GgufFile().add("w", 10, new long[] {256}, new byte[84]).write(file());
        assertTrue(Failing.with("FS-MODEL-013", () -> Gguf.open(file())).contains("type 10"));
        new GgufFile().add("w", 3, new long[] {2, 31}, new byte[40]).write(file());
        Failing.with("FS-MODEL-012", () -> Gguf.open(file()));
        new GgufFile().add("w", 0, new long[] {1L << 40, 1L << 40}, new byte[4]).write(file());
        Failing.with("FS-MODEL-012", () -> Gguf.open(file()));
        new GgufFile()
                .add("w", 0, new long[] {1}, new byte[4])
                .add("w", 0, new long[] {1}, new byte[4])
                .write(file());
        Failing.with("FS-MODEL-012", () -> Gguf.open(file()));
        new GgufFile().put("general.architecture", "mamba").write(file());
        String message =
                Failing.with("FS-MODEL-002", () -> LanguageModel.open(file(), Fixtures.engine()));
        assertTrue(message.contains("'mamba'") && message.contains("qwen2"), message);
    }

    @Test
    void aTokenizerOfAnUnknownKindIsNamed() throws IOException, FactorscopeException {
        converted("tiny-qwen2").put("tokenizer.ggml.pre", "tekken").write(file());
        String message =
                Failing.with("FS-TEXT-005", () -> LanguageModel.open(file(), Fixtures.engine()));
        assertTrue(message.contains("'tekken'"), message);
        converted("tiny-qwen2").put("tokenizer.ggml.model", "bert").write(file());
        Failing.with("FS-TEXT-005", () -> LanguageModel.open(file(), Fixtures.engine()));
    }

    @Test
    void withoutAddBosTokenThereIsNoBos() throws IOException, FactorscopeException {
        converted("tiny-gpt2").put("tokenizer.ggml.add_bos_token", false).write(file());
        try (LanguageModel model = LanguageModel.open(file(), Fixtures.engine())) {
            assertEquals(-1, model.config().bos());
        }
    }
}
