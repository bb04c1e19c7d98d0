package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.steering.Slider;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The shipped analysis, and damaged copies of it.
class AnalysisStoreTest {
    @TempDir private Path temporary;
    private Path folder = Path.of("");

    @BeforeEach
    void copy() throws IOException, FactorscopeException {
        folder = Fixtures.copy(Home.shippedAnalysis(), temporary.resolve("stories"));
    }

    private String refused(String code) {
        return Failing.with(code, () -> AnalysisStore.open(folder));
    }

    @Test
    void theShippedAnalysisOpensAndFitsItsModel() throws FactorscopeException {
        AnalysisStore.Opened opened = AnalysisStore.open(Home.shippedAnalysis());
        Analysis analysis = opened.analysis();
        Path modelFolder = Home.resolve(analysis.manifest().modelFolder());
        assertEquals(Home.embeddedModel(), modelFolder);
        try (LanguageModel model = LanguageModel.open(modelFolder, Fixtures.engine())) {
            assertEquals(model.hash(), analysis.manifest().provenance().inputs().get("model"));
            for (ConceptEntry entry : analysis.concepts()) {
                var hook = entry.concept().hook();
                model.config().check(hook);
                assertEquals(model.config().width(hook.site()), entry.concept().direction().length);
                assertTrue(entry.evidence().maximum() > 0, entry.id() + " never fires");
            }
        }
        for (String named : opened.state().annotations().names().keySet()) {
            assertNotNull(analysis.find(named), named);
        }
        for (Slider slider : opened.state().steering().sliders()) {
            assertNotNull(analysis.find(slider.concept()), slider.concept());
        }
    }

    @Test
    void aLabelConceptFiresMostOnItsOwnTexts() throws FactorscopeException {
        Analysis analysis = AnalysisStore.open(Home.shippedAnalysis()).analysis();
        for (ConceptEntry label : analysis.labels()) {
            assertEquals("L:" + label.evidence().byLabel().get(0).token(), label.id());
        }
    }

    @Test
    void anotherFolderIsRefused() throws IOException {
        Files.delete(folder.resolve(AnalysisStore.MANIFEST));
        assertTrue(refused("FS-PROJECT-001").contains("analysis.json"));
    }

    @Test
    void aNewerLayoutIsRefused() throws FactorscopeException {
        Path file = folder.resolve(AnalysisStore.MANIFEST);
        ObjectNode json = (ObjectNode) Json.readTree(file);
        json.put("schema", 99);
        Json.write(file, json);
        assertTrue(refused("FS-PROJECT-002").contains("99"));
    }

    @Test
    void filesOfDifferentAnalysesAreRefused() throws IOException, FactorscopeException {
        Npy.write(folder.resolve("label_scores.npy"), new float[6], 2, 3);
        refused("FS-PROJECT-003");
        copy();
        Files.writeString(folder.resolve("tokens.csv"), "sample,pos,id,token,label\n0,1,2,x,y\n");
        refused("FS-PROJECT-003");
        copy();
        Npy.write(folder.resolve("F.npy"), new float[6], 2, 3);
        assertTrue(refused("FS-FIT-008").contains("3 factors"));
    }

    @Test
    void jsonThatLacksItsFieldsIsRefused() throws IOException, FactorscopeException {
        String[] names = {"analysis.json", "concepts.json", "factorization.json", "state.json"};
        for (String name : names) {
            copy();
            Files.writeString(folder.resolve(name), "{}");
            assertTrue(refused("FS-JSON-001").contains(name));
            Files.writeString(folder.resolve(name), "{\"spec\": ");
            assertTrue(refused("FS-JSON-001").contains(name));
        }
    }

    @Test
    void withoutASavedSessionAFreshOneBegins() throws IOException, FactorscopeException {
        Files.delete(folder.resolve("state.json"));
        assertEquals(AnalysisState.fresh(), AnalysisStore.open(folder).state());
    }

    @Test
    void pathsInsideTheProgramsFolderAreKeptRelative() throws FactorscopeException {
        assertEquals("home:data/x.json", Home.portable(Home.data("x.json")));
        assertEquals(Home.data("x.json"), Home.resolve("home:data/x.json"));
        Path outside = temporary.resolve("my model").toAbsolutePath();
        assertEquals(outside, Home.resolve(Home.portable(outside)));
    }

    @Test
    void aProgramWithoutItsFolderSaysSo() {
        String before = System.getProperty("factorscope.home", "");
        try {
            System.setProperty("factorscope.home", temporary.toString());
            assertTrue(Failing.with("FS-HOME-001", Home::path).contains("./factorscope"));
        } finally {
            System.setProperty("factorscope.home", before);
        }
    }
}
