package io.factorscope.core.factorization.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.Safetensors;
import io.factorscope.core.model.SafetensorsWriter;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Golden values are those of sae-lens 6.54 and of Gemma Scope's own formulas.
class SaeFolderTest {
    private static final String HOOK = "blocks.1.hook_mlp_out";

    @TempDir private Path temp = Path.of("");

    private static Path folder(String name) {
        return Fixtures.path("sae").resolve(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "standard-scaled", "topk", "jumprelu", "gemma-scope"})
    void featuresAndReconstructionsAreThoseOfTheLibrary(String name) throws FactorscopeException {
        Sae sae = SaeFolder.read(folder(name), HookPoint.parse(HOOK));
        check(sae, name);
    }

    private static void check(Sae sae, String name) throws FactorscopeException {
        Safetensors expected = Safetensors.open(folder(name).resolve("expected.safetensors"));
        float[] x = expected.floats("x");
        try (SaeEncoder encoder = new SaeEncoder(Fixtures.engine(), sae)) {
            assertArrayEquals(expected.floats("acts"), encoder.encode(x), 2e-5f);
            assertArrayEquals(expected.floats("recon"), encoder.reconstruct(x), 2e-5f);
        }
    }

    @Test
    void theConfigurationSaysWhereItReads() throws FactorscopeException {
        Sae sae = SaeFolder.read(folder("topk"), null);
        assertEquals(HOOK, sae.config().hook().name());
        assertEquals(6, sae.config().k());
        assertEquals(48, sae.direction(95).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard-scaled", "topk", "jumprelu"})
    void whatIsWrittenReadsTheSame(String name) throws FactorscopeException {
        SaeFolder.write(SaeFolder.read(folder(name), null), temp.resolve("copy"));
        check(SaeFolder.read(temp.resolve("copy"), null), name);
    }

    /// By hand: d = 2, three features; x = (3, 4) has the data's mean norm of 2√2, so it is scaled
    /// by √2 / (2√2) = 1/2 to (1.5, 2). Before the threshold of 1: 1.5, 2 + 0.5, −1.5; the first
    /// and second stay. Decoded: (1.5 + 1, 2.5 + 1) = (2.5, 3.5), in the input's units twice that.
    @Test
    void llamaScopeIsReadAsByHand() throws FactorscopeException, IOException {
        llamaScope(2 * Math.sqrt(2));
        Sae sae = SaeFolder.read(temp, null);
        assertEquals("blocks.15.hook_mlp_out", sae.config().hook().name());
        assertArrayEquals(new float[] {0, 1}, sae.direction(1));
        try (SaeEncoder encoder = new SaeEncoder(Fixtures.engine(), sae)) {
            float[] x = {3, 4};
            assertArrayEquals(new float[] {1.5f, 2.5f, 0}, encoder.encode(x), 1e-6f);
            assertArrayEquals(new float[] {5, 7}, encoder.reconstruct(x), 1e-5f);
        }
    }

    private void llamaScope(double norm) throws FactorscopeException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hook_point_in", "blocks.15.hook_mlp_out");
        json.put("d_model", 2);
        json.put("act_fn", "jumprelu");
        json.put("jump_relu_threshold", 1.0);
        json.put("norm_activation", "dataset-wise");
        json.put("dataset_average_activation_norm", Map.of("in", norm));
        Json.write(temp.resolve("hyperparams.json"), json);
        new SafetensorsWriter()
                .add("encoder.weight", new float[] {1, 0, 0, 1, -1, 0}, 3, 2)
                .add("encoder.bias", new float[] {0, 0.5f, 0}, 3)
                .add("decoder.weight", new float[] {1, 0, 2, 0, 1, 2}, 2, 3)
                .add("decoder.bias", new float[] {1, 1}, 2)
                .write(temp.resolve("checkpoints/final.safetensors"));
    }

    @Test
    void badFoldersAreRefusedInOneLine() throws FactorscopeException, IOException {
        Failing.with("FS-SAE-001", () -> SaeFolder.read(temp, null));
        Failing.with("FS-SAE-003", () -> SaeFolder.read(folder("gemma-scope"), null));
        Path copy = Fixtures.copy(folder("standard"), temp.resolve("gated"));
        Path config = copy.resolve("cfg.json");
        String json = Files.readString(config);
        Files.writeString(config, json.replace("standard", "gated"));
        assertTrue(Failing.with("FS-SAE-004", () -> SaeFolder.read(copy, null)).contains("gated"));
        Files.writeString(config, json.replace("hook_mlp_out", "attn.hook_z"));
        assertTrue(Failing.with("FS-SAE-003", () -> SaeFolder.read(copy, null)).contains("hook_z"));
        Files.writeString(config, json.replace("\"standard\"", "\"topk\""));
        Failing.with("FS-SAE-002", () -> SaeFolder.read(copy, null));
        Files.writeString(config, json);
        Files.write(copy.resolve("sae_weights.safetensors"), new byte[] {1, 2, 3});
        Failing.with("FS-MODEL-005", () -> SaeFolder.read(copy, null));
        llamaScope(0);
        Failing.with("FS-SAE-004", () -> SaeFolder.read(temp, null));
        Path gemma = Fixtures.copy(folder("gemma-scope"), temp.resolve("gemma"));
        Files.write(gemma.resolve("params.npz"), new byte[] {'P', 'K'});
        Failing.with("FS-NPY-005", () -> SaeFolder.read(gemma, HookPoint.parse(HOOK)));
    }

    @Test
    void theStreamBeforeABlockIsTheOneAfterTheBlockBefore() throws Exception {
        Path copy = Fixtures.copy(folder("standard"), temp.resolve("before"));
        Path config = copy.resolve("cfg.json");
        Files.writeString(
                config, Files.readString(config).replace("hook_mlp_out", "hook_resid_pre"));
        Sae sae = SaeFolder.read(copy, null);
        assertEquals("blocks.0.hook_resid_post", sae.config().hook().name());
    }
}
