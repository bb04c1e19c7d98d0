package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/// Damaged copies of a small model: each is refused in one line that names the file.
class BadModelFolderTest {
    private static final String NORM = "transformer.ln_f.weight";

    @TempDir private Path temporary;
    private Path folder = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        folder = Fixtures.copy(Fixtures.path("tiny-gpt2"), temporary.resolve("model"));
    }

    private String refused(String code) {
        return Failing.with(code, () -> LanguageModel.open(folder, Fixtures.engine()).close());
    }

    private void config(Consumer<ObjectNode> change) throws FactorscopeException {
        Path file = folder.resolve("config.json");
        ObjectNode json = (ObjectNode) Json.readTree(Fixtures.path("tiny-gpt2/config.json"));
        change.accept(json);
        Json.write(file, json);
    }

    private Path weights() {
        return folder.resolve("model.safetensors");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        for (String name : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
            copy();
            Files.delete(folder.resolve(name));
            assertTrue(refused("FS-MODEL-001").contains("has no " + name));
        }
        folder = temporary.resolve("not there");
        assertTrue(refused("FS-MODEL-001").contains("not there"));
    }

    @Test
    void halfAFileOfWeightsIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(weights());
        Files.write(weights(), Arrays.copyOf(bytes, bytes.length / 2));
        assertTrue(refused("FS-MODEL-005").contains("model.safetensors"));
    }

    @Test
    void aMissingTensorIsNamed() throws IOException, FactorscopeException {
        String name = "h.1.mlp.c_fc.weight";
        SafetensorsFile.copyOf(Fixtures.path("tiny-gpt2/model.safetensors"), name).write(weights());
        assertTrue(refused("FS-MODEL-006").contains(name));
    }

    @Test
    void weightsOfAnotherShapeAreRefused() throws FactorscopeException {
        config(json -> json.put("n_embd", 64));
        String message = refused("FS-MODEL-007");
        assertTrue(message.contains("[512, 48]") && message.contains("[512, 64]"), message);
    }

    @Test
    void weightsThatAreNotNumbersAreRefused() throws IOException, FactorscopeException {
        float[] norm = new float[48];
        norm[7] = Float.NaN;
        SafetensorsFile.copyOf(Fixtures.path("tiny-gpt2/model.safetensors"), NORM)
                .add(NORM, "F32", new long[] {48}, SafetensorsFile.floats(norm))
                .write(weights());
        assertTrue(refused("FS-MODEL-008").contains("model.safetensors"));
    }

    @Test
    void anUnknownArchitectureListsTheSupportedOnes() throws FactorscopeException {
        config(json -> json.put("model_type", "mamba"));
        String message = refused("FS-MODEL-002");
        assertTrue(
                message.contains("'mamba'") && message.contains("supported: gpt2, llama"), message);
        config(json -> json.remove("model_type"));
        refused("FS-MODEL-002");
    }

    @Test
    void aConfigurationThatMakesNoSenseIsRefused() throws IOException, FactorscopeException {
        config(json -> json.put("n_layer", 2_000_000_000));
        assertTrue(refused("FS-MODEL-003").contains("n_layer"));
        config(json -> json.put("n_head", 0));
        assertTrue(refused("FS-MODEL-003").contains("n_head"));
        config(json -> json.put("n_head", 5));
        assertTrue(refused("FS-MODEL-003").contains("multiple"));
        config(json -> json.remove("vocab_size"));
        assertTrue(refused("FS-MODEL-003").contains("vocab_size is missing"));
        config(json -> json.put("n_positions", "many"));
        assertTrue(refused("FS-MODEL-003").contains("n_positions"));
        config(json -> json.put("bos_token_id", 512));
        assertTrue(refused("FS-MODEL-003").contains("bos_token_id"));
        config(json -> json.put("activation_function", "swoosh"));
        assertTrue(refused("FS-MODEL-004").contains("swoosh"));
        Files.writeString(folder.resolve("config.json"), "{\"n_layer\": ");
        assertTrue(refused("FS-JSON-001").contains("config.json"));
    }

    @Test
    void aTokenizerOfAnotherModelIsRefused() throws IOException {
        Files.copy(
                Fixtures.HOME.resolve("resources/models/storyteller/tokenizer.json"),
                folder.resolve("tokenizer.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        String message = refused("FS-MODEL-009");
        assertTrue(message.contains("4096") && message.contains("512"), message);
    }

    @Test
    void everyActivationFunctionGivesAModelOfItsOwn() throws FactorscopeException {
        String[] names = {"gelu_new", "gelu", "relu", "silu"};
        float[][] logits = new float[names.length][];
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            config(json -> json.put("activation_function", name));
            try (LanguageModel model = LanguageModel.open(folder, Fixtures.engine())) {
                logits[i] = model.nextLogits(new int[][] {{0, 5, 9}}, java.util.List.of())[0];
            }
        }
        for (int i = 1; i < names.length; i++) {
            assertTrue(Fixtures.maxDifference(logits[0], logits[i]) > 1e-6, names[i]);
        }
        assertTrue(Fixtures.maxDifference(logits[0], logits[1]) < 0.05);
    }

    @Test
    void theCountOfParametersIsThatOfTheFile() throws FactorscopeException {
        Safetensors tensors = Safetensors.open(weights());
        long total = 0;
        for (String name : tensors.names()) {
            total += Arrays.stream(tensors.shape(name)).reduce(1, (a, b) -> a * b);
        }
        try (LanguageModel model = LanguageModel.open(folder, Fixtures.engine())) {
            assertEquals(total, model.parameters());
            assertEquals("model", model.name());
            assertEquals(folder, model.folder());
            assertEquals(64, model.hash().length());
        }
    }
}
