package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.steering.ControlVector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// What is written for llama.cpp is what steering adds, and our own reader finds it.
class GgufWriterTest {
    @TempDir private Path folder;

    private static float[] floats(Path file, String name) throws IOException, FactorscopeException {
        StoredTensor tensor = Objects.requireNonNull(Gguf.open(file).find(name));
        try (FileChannel channel = FileChannel.open(file)) {
            return TensorLoader.decode(channel, tensor, 0, Math.toIntExact(tensor.count()));
        }
    }

    private static Concept concept(LanguageModel model, int layer, Site site) {
        float[] direction = new float[model.config().width(site)];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) Math.cos(3 * i);
        }
        return new Concept(new ConceptSource.Given("v"), new HookPoint(layer, site), direction);
    }

    @Test
    void severalVectorsOfOddLengthsAreReadAgain() throws IOException, FactorscopeException {
        Path file = folder.resolve("v.gguf");
        float[] one = {1, 2, 3};
        float[] two = {4, 5, 6, 7, 8, 9, 10, 11, 12};
        new GgufWriter().put("name", "ä 犬").put("count", 7).add("a", one).add("b", two).write(file);
        assertEquals("ä 犬", Gguf.open(file).metadata().get("name"));
        assertEquals(7L, Gguf.open(file).metadata().get("count"));
        assertArrayEquals(one, floats(file, "a"));
        assertArrayEquals(two, floats(file, "b"));
    }

    @Test
    void addingTheVectorAfterItsBlockIsSteeringAtItsHookPoint()
            throws IOException, FactorscopeException {
        int[] text = {5, 17, 200, 31};
        for (String name : List.of("tiny-gpt2", "tiny-llama3")) {
            try (LanguageModel model = LanguageModel.open(Fixtures.path(name), Fixtures.engine())) {
                for (Site site : List.of(Site.MLP_POST, Site.MLP_OUT, Site.RESID_POST)) {
                    Concept concept = concept(model, 1, site);
                    Path file = folder.resolve("v.gguf");
                    ControlVector.write(file, model, concept, 2.5);
                    Gguf gguf = Gguf.open(file);
                    assertEquals("controlvector", gguf.metadata().get("general.architecture"));
                    assertEquals(1, gguf.names().size());
                    float[] added = floats(file, "direction.1");
                    HookPoint after = new HookPoint(1, Site.RESID_POST);
                    assertArrayEquals(
                            model.logits(text, List.of(concept.steer(2.5))),
                            model.logits(text, List.of(Intervention.add(after, added))),
                            2e-3f,
                            name + " " + site);
                }
            }
        }
    }

    @Test
    void whatLlamaCppCannotAddIsRefused() throws FactorscopeException {
        Path file = folder.resolve("v.gguf");
        try (LanguageModel model = Fixtures.tinyGpt2()) {
            refused(file, model, concept(model, 0, Site.RESID_POST), "block 0");
            refused(file, model, concept(model, 1, Site.MLP_IN), "reads");
        }
        try (LanguageModel model =
                LanguageModel.open(Fixtures.path("tiny-gemma2"), Fixtures.engine())) {
            refused(file, model, concept(model, 1, Site.MLP_POST), "norms");
        }
        assertTrue(Files.notExists(file));
    }

    private static void refused(Path file, LanguageModel model, Concept concept, String why) {
        String line =
                Failing.with("FS-EXPORT-002", () -> ControlVector.write(file, model, concept, 1));
        assertTrue(line.contains(why), line);
    }
}
