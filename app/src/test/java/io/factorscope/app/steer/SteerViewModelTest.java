package io.factorscope.app.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// The Steer screen's model with the direct runner, on the shipped analysis.
class SteerViewModelTest {
    private final List<FactorscopeException> failures = new ArrayList<>();
    private ModelHost models;
    private Session session;
    private SteerViewModel model;

    @BeforeEach
    void open() throws FactorscopeException {
        models = new ModelHost(DeviceChoice.parse("cpu"), 0);
        session = new Session(models);
        model = new SteerViewModel(session, new DirectExecutor(), failures::add);
        AnalysisStore.Opened opened = AnalysisStore.open(Home.shippedAnalysis());
        session.open(opened.analysis(), opened.state(), null);
        model.form().tokens.set("12");
        model.form().samples.set("1");
    }

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void theDemoOpensWithTwoSlidersAndWritesTwoDifferentTexts() {
        assertEquals(2, model.sliders().size());
        assertEquals(Texts.NONE, model.textsProperty().get(), "nothing is written before it shows");
        model.shown();
        Texts texts = model.textsProperty().get();
        assertEquals(1, texts.baseline().size());
        assertTrue(texts.baseline().getFirst().startsWith("One day, a girl named Lily"));
        assertNotEquals(texts.baseline(), texts.steered());
        assertEquals(List.of(), failures);
    }

    @Test
    void mutedSlidersWriteTheBaseline() {
        model.sliders().forEach(slider -> slider.mutedProperty().set(true));
        model.shown();
        Texts texts = model.textsProperty().get();
        assertEquals(texts.baseline(), texts.steered());
    }

    @Test
    void aMovedSliderWritesAgainAndLeavesTheBaseline() {
        model.shown();
        Texts before = model.textsProperty().get();
        model.sliders().getFirst().valueProperty().set(-1);
        Texts after = model.textsProperty().get();
        assertEquals(before.baseline(), after.baseline());
        assertNotEquals(before.steered(), after.steered());
        assertFalse(model.writingProperty().get());
    }

    @Test
    void anAddedFactorIsCalibratedToAPushThatCanBeSeen() {
        model.add("F41");
        SteerSlider slider = model.sliders().getLast();
        assertEquals("F41", slider.id());
        assertEquals(0.5, slider.valueProperty().get());
        assertTrue(slider.scaleProperty().get() > 0);
        model.add("F41");
        assertEquals(3, model.sliders().size(), "a concept has one slider");
        assertEquals(3, session.state().steering().sliders().size());
        assertTrue(session.unsavedProperty().get());
    }

    @Test
    void removingEverySliderLeavesOnlyTheBaseline() {
        model.shown();
        List.copyOf(model.sliders()).forEach(model::remove);
        Texts texts = model.textsProperty().get();
        assertEquals(texts.baseline(), texts.steered());
        assertEquals(List.of(), session.state().steering().sliders());
    }

    @Test
    void aSettingThatIsNotANumberIsSaidOnce() {
        model.form().temperature.set("warm");
        assertEquals(1, failures.size());
        assertEquals("FS-FORM-002", failures.getFirst().code());
    }

    @Test
    void aPromptLongerThanTheContextIsRefusedInWords() {
        model.shown();
        model.form().prompt.set("happy ".repeat(400));
        assertEquals("FS-TEXT-002", failures.getLast().code());
    }
}
