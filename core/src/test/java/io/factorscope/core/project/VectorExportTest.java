package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Safetensors;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;
import io.factorscope.core.text.Csv;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Every form of a file holds the analysis' own numbers.
class VectorExportTest {
    private static final Annotations SAID =
            Annotations.named(java.util.Map.of("F1", "cats, dogs \"& <b>more</b>\""));

    private static Analysis analysis;

    @TempDir private Path folder;

    @BeforeAll
    static void analyse() throws FactorscopeException {
        try (LanguageModel model = Fixtures.tinyGpt2()) {
            analysis = SmallAnalysis.of(model, 0);
        }
    }

    private Path written(String name) throws FactorscopeException {
        Path file = folder.resolve(name);
        VectorExport.factors(file, analysis, SAID);
        return file;
    }

    @Test
    void factorsAreTheSameNumbersInEveryForm() throws IOException, FactorscopeException {
        float[] f = analysis.fit().f();
        NpyArray array = Npy.read(written("F.npy"), 2);
        assertArrayEquals(f, array.values());
        assertArrayEquals(new int[] {analysis.fit().d(), 4}, array.shape());
        Safetensors tensors = Safetensors.open(written("F.safetensors"));
        assertArrayEquals(f, tensors.floats("F"));
        List<List<String>> rows = Csv.parse(Files.readString(written("F.csv")));
        assertEquals(
                List.of("neuron", "F0", "F1 cats, dogs \"& <b>more</b>\"", "F2", "F3"),
                rows.getFirst());
        for (int row = 0; row < analysis.fit().d(); row++) {
            for (int k = 0; k < 4; k++) {
                float found = Float.parseFloat(rows.get(row + 1).get(k + 1));
                assertEquals(0f + f[4 * row + k], found);
            }
        }
        var json = Json.readTree(written("F.json")).path("factors");
        float[] again = new float[f.length];
        for (int k = 0; k < 4; k++) {
            for (int i = 0; i < json.path(k).path("neurons").size(); i++) {
                int neuron = json.path(k).path("neurons").path(i).asInt();
                again[4 * neuron + k] = (float) json.path(k).path("weights").path(i).asDouble();
            }
        }
        assertArrayEquals(f, again, 1e-30f);
        assertEquals(SAID.names().get("F1"), json.path(1).path("name").asText());
    }

    @Test
    void aDirectionIsReadAgainAsItWas() throws FactorscopeException {
        var concept = Objects.requireNonNull(analysis.find("V:wave")).concept();
        Path npy = folder.resolve("wave.npy");
        VectorExport.direction(npy, concept);
        assertArrayEquals(concept.direction(), Npy.read(npy, 1).values());
        Path tensors = folder.resolve("wave.safetensors");
        VectorExport.direction(tensors, concept);
        assertArrayEquals(concept.direction(), Safetensors.open(tensors).floats("direction"));
    }

    @Test
    void anotherEndingIsRefusedAndNothingIsWritten() {
        Path file = folder.resolve("F.pt");
        String why =
                Failing.with("FS-EXPORT-001", () -> VectorExport.factors(file, analysis, SAID));
        assertTrue(why.contains("safetensors"), why);
        assertTrue(Files.notExists(file));
    }
}
