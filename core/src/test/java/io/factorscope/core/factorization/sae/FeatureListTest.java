package io.factorscope.core.factorization.sae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

class FeatureListTest {
    @TempDir private Path temp = Path.of("");

    @Test
    void aListIsReadBackUnderTheReferencesNames() throws Exception {
        Path file = temp.resolve("x_mlp_features.json");
        List<FeatureList.Feature> list =
                List.of(new FeatureList.Feature(3, 7, "release", "layer_3/width_16k", "rain"));
        FeatureList.write(file, list);
        assertTrue(Files.readString(file).contains("\"sae_lens_id\" : \"layer_3/width_16k\""));
        assertEquals(list, FeatureList.read(file));
        Files.writeString(file, "[{\"layer\": 3}]");
        Failing.with("FS-SAE-006", () -> FeatureList.read(file));
        Files.writeString(file, "{\"layer\": 3}");
        Failing.with("FS-SAE-006", () -> FeatureList.read(file));
    }

    @Test
    void aSampleIsTheSameForTheSameSeed() {
        List<Integer> all = IntStream.range(0, 100).boxed().toList();
        List<Integer> drawn = FeatureList.sample(all, 10, 1);
        assertEquals(10, drawn.stream().distinct().count());
        assertEquals(drawn, FeatureList.sample(all, 10, 1));
        assertNotEquals(drawn, FeatureList.sample(all, 10, 2));
        assertEquals(all, FeatureList.sample(all, 500, 1));
    }
}
