package io.factorscope.app.factors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.HeldExecutor;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.factorization.sae.SaeFolder;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.ConceptImporter;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.TextReading;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.beans.property.SimpleObjectProperty;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// One's own text on the shipped analysis: read, empty, refused, superseded, cancelled.
class OwnTextViewModelTest {
    private final ModelHost models = new ModelHost(cpu(), 1);
    private final Session session = new Session(models);
    private final SimpleObjectProperty<Shown> shown = new SimpleObjectProperty<>(Shown.FACTORS);

    private static DeviceChoice cpu() {
        try {
            return DeviceChoice.parse("cpu");
        } catch (FactorscopeException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        models.close();
    }

    private OwnTextViewModel open(TaskExecutor executor) throws FactorscopeException {
        AnalysisStore.Opened opened = AnalysisStore.open(Home.shippedAnalysis());
        session.open(opened.analysis(), opened.state(), null);
        return new OwnTextViewModel(session, executor, shown);
    }

    @Test
    void everyTokenIsReadAndTheStrongestFactorsAreNamed() throws FactorscopeException {
        OwnTextViewModel model = open(new DirectExecutor());
        model.textProperty().set("Her cheeks were red and her eyes were shut.");
        List<String> tokens = model.readingProperty().get().tokens();
        assertTrue(tokens.contains(" cheeks"), tokens.toString());
        assertEquals(104, model.focusProperty().get().shares().size());
        assertTrue(strongest(model).contains("F41"), strongest(model).toString());
        model.toggle(tokens.indexOf(" cheeks"));
        assertEquals("F41", strongest(model).getFirst());
        model.toggle(tokens.indexOf(" cheeks"));
        assertEquals(OwnTextViewModel.WHOLE, model.tokenProperty().get());
        assertFalse(model.busyProperty().get());
    }

    private static List<String> strongest(OwnTextViewModel model) {
        return model.focusProperty().get().strongest().stream()
                .map(strong -> strong.entry().id())
                .toList();
    }

    @Test
    void labelsAreRankedByTheirCosineWhenTheTableShowsThem() throws FactorscopeException {
        OwnTextViewModel model = open(new DirectExecutor());
        model.textProperty().set("The dog and the cat played with a bird.");
        shown.set(Shown.LABELS);
        assertTrue(strongest(model).stream().allMatch(id -> id.startsWith("L:")));
        assertTrue(strongest(model).contains("L:animals"), strongest(model).toString());
    }

    @Test
    void autoencoderFeaturesFireByTheirEncoderAndAreSharesOfTheirMaximum(@TempDir Path temp)
            throws Exception {
        Path sae = temp.resolve("sae");
        SaeFolder.write(SaeFolder.read(Home.shippedSae(), null), sae);
        Analysis analysis = withFeatures(sae);
        session.open(analysis, AnalysisState.fresh(), null);
        OwnTextViewModel model = new OwnTextViewModel(session, new DirectExecutor(), shown);
        shown.set(Shown.OTHERS);
        model.textProperty().set("The dog and the cat played with a bird.");
        OwnTextViewModel.Strong strong = model.focusProperty().get().strongest().getFirst();
        TextReading reading = model.readingProperty().get();
        assertFalse(reading.isCosine(strong.entry().id()));
        double largest = reading.largest(strong.entry().id());
        assertEquals(largest / strong.entry().evidence().maximum(), strong.share(), 1e-9);
        assertEquals("", model.withoutEncoder(strong.entry()));

        AtomicFiles.deleteTree(sae);
        models.close(); // as another start of the program
        model.textProperty().set("The dog and the cat played with a ball.");
        reading = model.readingProperty().get();
        String id = strong.entry().id();
        assertTrue(reading.isCosine(id));
        assertEquals(
                Double.valueOf(reading.largest(id)), model.focusProperty().get().shares().get(id));
        String line = model.withoutEncoder(null);
        assertTrue(line.contains("cosine") && line.contains(sae.toString()), line);
        shown.set(Shown.FACTORS);
        assertEquals("", model.withoutEncoder(null), "none in sight");
        assertEquals(line, model.withoutEncoder(strong.entry()));
    }

    private Analysis withFeatures(Path sae) throws FactorscopeException {
        Analysis analysis = AnalysisStore.open(Home.shippedAnalysis()).analysis();
        LanguageModel model = models.model(Session.modelFolder(analysis));
        return new ConceptImporter(model, analysis, JobContext.silent()).features(sae, 1);
    }

    @Test
    void nothingTypedIsNothingReadAndALongTextIsRefusedInWords() throws FactorscopeException {
        OwnTextViewModel model = open(new DirectExecutor());
        model.textProperty().set("dog ".repeat(3000));
        assertTrue(
                model.problemProperty().get().contains("Shorten"), model.problemProperty().get());
        assertEquals(0, model.readingProperty().get().tokens().size());
        model.textProperty().set("   ");
        assertEquals("", model.problemProperty().get());
        assertEquals(OwnTextViewModel.Focus.NONE, model.focusProperty().get());
    }

    @Test
    void onlyTheNewestTextIsShownAndAClearedOneCancels() throws FactorscopeException {
        HeldExecutor held = new HeldExecutor();
        OwnTextViewModel model = open(held);
        model.textProperty().set("A dog");
        model.textProperty().set("A dog ran");
        assertTrue(model.busyProperty().get());
        held.runAll();
        assertEquals(
                List.of("A", " dog", " ran").size(), model.readingProperty().get().tokens().size());
        model.textProperty().set("A dog ran home");
        model.textProperty().set("");
        held.runAll();
        assertEquals(0, model.readingProperty().get().tokens().size());
        assertFalse(model.busyProperty().get());
    }
}
