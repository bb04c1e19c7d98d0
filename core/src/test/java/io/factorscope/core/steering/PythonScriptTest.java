package io.factorscope.core.steering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.store.Npy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// What is written for Python; that it gives the same probabilities was seen by hand.
class PythonScriptTest {
    @TempDir private Path temp;

    @Test
    void everySiteHasItsNameInTransformerLensAndItsVectorBesideIt() throws Exception {
        GenerateSpec generate = new GenerateSpec("One day", 5, Sampling.GREEDY, 1, 2, true);
        try (LanguageModel model = Fixtures.storyteller()) {
            for (Site site : Site.values()) {
                HookPoint hook = new HookPoint(2, site);
                float[] direction = new float[model.config().width(site)];
                Arrays.fill(direction, 3);
                Concept concept = new Concept(new ConceptSource.Given("mine"), hook, direction);
                Steering steering = Steering.of(Blend.of(concept), 4, Place.USUAL);
                Path folder = temp.resolve(site.name());
                new PythonScript(model, generate, steering).save(folder);
                String script = Files.readString(folder.resolve(PythonScript.FILE));
                String name = site == Site.MLP_IN ? "blocks.2.mlp.hook_in" : hook.name();
                String file = "vector." + hook.name() + ".npy";
                assertTrue(
                        script.contains("(\"" + name + "\", \"" + file + "\", 0, None)"), script);
                assertFalse(script.contains("GGUF"), "a folder");
                float[] kept = Npy.read(folder.resolve(file), 1).values();
                assertEquals(4 / Math.sqrt(direction.length), kept[0], 1e-6);
            }
        }
    }
}
