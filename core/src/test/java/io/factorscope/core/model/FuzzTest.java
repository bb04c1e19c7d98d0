package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Damage;
import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Files damaged at random, thousands of times from fixed seeds: each is read or refused in one
/// line, and nothing else happens.
class FuzzTest {
    @TempDir private Path folder;

    private static void assertOneLine(FactorscopeException e) {
        assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e.toString());
    }

    private void survives(
            String name, byte[] whole, int interesting, int times, Damage.Reading reading)
            throws IOException {
        int refused = 0;
        for (int seed = 0; seed < times; seed++) {
            byte[] bytes = Damage.of(whole, interesting, new SplittableRandom(seed));
            Path file = Files.write(folder.resolve(name), bytes);
            try {
                reading.of(file);
            } catch (FactorscopeException e) {
                refused++;
                assertOneLine(e);
                assertTrue(e.toString().contains(name), seed + ": " + e);
            }
        }
        assertTrue(refused > times / 10, "only " + refused + " of " + times + " were refused");
    }

    @Test
    void safetensorsHeadersSurviveDamage() throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path("tiny-gpt2/model.safetensors"));
        byte[] head = Arrays.copyOf(whole, 12_000);
        survives("model.safetensors", head, 3_800, 600, Safetensors::open);
        survives(
                "model.safetensors",
                small(),
                200,
                1_000,
                file -> {
                    Safetensors tensors = Safetensors.open(file);
                    for (String name : tensors.names()) {
                        tensors.floats(name);
                    }
                });
    }

    private static byte[] small() throws IOException {
        Path file = Files.createTempFile("small", ".safetensors");
        new SafetensorsFile()
                .add("a", "F32", new long[] {2, 2}, SafetensorsFile.floats(1, 2, 3, 4))
                .add("b", "BF16", new long[] {3}, SafetensorsFile.shorts(1, 2, 3))
                .write(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    @Test
    void ggufMetadataSurvivesDamage() throws IOException {
        byte[] whole =
                new GgufFile()
                        .put("general.architecture", "llama")
                        .put("llama.block_count", 1)
                        .put("llama.embedding_length", 8)
                        .put("llama.context_length", 16)
                        .put("llama.feed_forward_length", 16)
                        .put("llama.attention.head_count", 2)
                        .put("tokenizer.ggml.tokens", List.of("a", "b", "c", "d"))
                        .put("tokenizer.ggml.token_type", List.of(1, 1, 1, 3))
                        .put("tokenizer.ggml.eos_token_id", 3)
                        .add("token_embd.weight", 0, new long[] {4, 8}, new byte[128])
                        .add("blk.0.ffn_up.weight", 8, new long[] {1, 32}, new byte[34])
                        .bytes(3);
        survives(
                "model.gguf",
                whole,
                whole.length,
                1_500,
                file -> {
                    Gguf gguf = Gguf.open(file);
                    GgufConfig.config(gguf);
                    GgufConfig.tokenizer(gguf);
                });
    }

    @Test
    void configurationsSurviveDamage() throws IOException {
        for (String family : List.of("tiny-gpt2", "tiny-llama3", "tiny-gemma2", "tiny-qwen2")) {
            byte[] whole = Files.readAllBytes(Fixtures.path(family + "/config.json"));
            survives("config.json", whole, whole.length, 250, HuggingFaceConfig::read);
        }
    }

    @Test
    void wholeFoldersSurviveDamage() throws IOException, FactorscopeException {
        Path model = Fixtures.copy(Fixtures.path("tiny-llama3"), folder.resolve("model"));
        for (String name : List.of("config.json", "model.safetensors.index.json")) {
            byte[] whole = Files.readAllBytes(model.resolve(name));
            for (int seed = 0; seed < 60; seed++) {
                byte[] bytes = Damage.of(whole, whole.length, new SplittableRandom(seed));
                Files.write(model.resolve(name), bytes);
                try {
                    LanguageModel.open(model, Fixtures.engine()).close();
                } catch (FactorscopeException e) {
                    assertOneLine(e);
                }
            }
            Files.write(model.resolve(name), whole);
        }
        Path tokenizer = model.resolve("tokenizer.json");
        byte[] whole = Files.readAllBytes(tokenizer);
        for (int seed = 0; seed < 80; seed++) {
            byte[] bytes = Damage.of(whole, whole.length, new SplittableRandom(seed));
            Files.write(tokenizer, bytes);
            try {
                io.factorscope.core.text.Tokenizer.load(tokenizer, 0).close();
            } catch (FactorscopeException e) {
                assertOneLine(e);
            }
        }
        assertTrue(new String(whole, StandardCharsets.UTF_8).startsWith("{"));
    }
}
