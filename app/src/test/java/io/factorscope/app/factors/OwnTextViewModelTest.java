package io.factorscope.app.factors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.HeldExecutor;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.beans.property.SimpleObjectProperty;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/// One's own text on the shipped analysis: read, empty, refused, superseded, cancelled.
class OwnTextViewModelTest {
    private final ModelHost models = new ModelHost(cpu(), 1);
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
        Session session = new Session(models);
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
