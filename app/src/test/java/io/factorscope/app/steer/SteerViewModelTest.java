package io.factorscope.app.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.ForegroundOnly;
import io.factorscope.app.task.HeldExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.steering.BlindVote;
import io.factorscope.core.steering.Place;
import io.factorscope.core.steering.Slider;
import io.factorscope.core.steering.SteerRun;
import io.factorscope.core.steering.SteerSpec;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
        model = new SteerViewModel(session, new ForegroundOnly(), failures::add);
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
    void anAddedFactorPushesAtOnceAndIsThereOnce() {
        model.add("F41");
        SteerSlider slider = model.sliders().getLast();
        assertEquals("F41", slider.id());
        assertEquals(0.5, slider.valueProperty().get());
        assertTrue(slider.alpha() > 0);
        model.add("F41");
        assertEquals(3, model.sliders().size(), "a concept has one slider");
        assertEquals(3, session.state().steering().sliders().size());
        assertTrue(session.unsavedProperty().get());
    }

    @Test
    void thePushThatASliderShowsIsWhatTheNextTokenMoves() {
        SteerViewModel calibrating =
                new SteerViewModel(session, new DirectExecutor(), failures::add);
        List.copyOf(calibrating.sliders()).forEach(calibrating::remove);
        calibrating.form().tokens.set("4");
        calibrating.add("L:weather");
        calibrating.shown();
        assertEquals(0.25, calibrating.shiftsProperty().get().kl(), 0.004);
        calibrating.sliders().getFirst().valueProperty().set(-0.2);
        assertEquals(0.1, calibrating.shiftsProperty().get().kl(), 0.002);
        assertTrue(calibrating.sliders().getFirst().alpha() < 0);
        assertEquals("", calibrating.calibratingProperty().get());
        assertEquals(List.of(), failures);
    }

    @Test
    void soloSilencesTheOthersAndChangesOfUnitNothing() {
        model.shown();
        Texts both = model.textsProperty().get();
        model.sliders().getFirst().soloProperty().set(true);
        assertNotEquals(both.steered(), model.textsProperty().get().steered());
        model.sliders().getFirst().soloProperty().set(false);
        assertEquals(both, model.textsProperty().get());
        model.board().unitProperty().set(SteerSpec.Unit.ALPHA);
        assertEquals(18, model.sliders().getFirst().alpha(), 1e-6);
        assertEquals(both, model.textsProperty().get());
        assertEquals(SteerSpec.Unit.ALPHA, session.state().steering().unit());
    }

    @Test
    void aGroupIsOneSliderAndComesBackWithTheSession() {
        model.addGroup(
                "small ones",
                List.of(
                        new Slider.Part("F55", 1, List.of()),
                        new Slider.Part("F68", 0.5, List.of(1, 2, 3))));
        Slider saved = session.state().steering().sliders().getLast();
        assertEquals("small ones", saved.concept());
        assertEquals(2, saved.parts().size());
        assertEquals(2, model.sliders().getLast().entries().size());
    }

    @Test
    void aRunIsReturnedToWithItsSettingsAndTexts() {
        model.shown();
        SteerRun first = model.history().getFirst();
        model.form().seed.set("11");
        assertNotEquals(first.steered(), model.textsProperty().get().steered());
        model.returnTo(first);
        assertEquals(first.steered(), model.textsProperty().get().steered());
        assertEquals("6", model.form().seed.get());
        assertEquals(2, model.history().size());
    }

    private SteerViewModel held(HeldExecutor executor) throws FactorscopeException {
        SteerViewModel made = new SteerViewModel(session, executor, failures::add);
        made.form().tokens.set("6");
        made.form().samples.set("1");
        return made;
    }

    @Test
    void ofTwoPromptsOnlyTheLaterIsShown() throws Exception {
        HeldExecutor executor = new HeldExecutor();
        SteerViewModel later = held(executor);
        later.shown();
        later.form().prompt.set("The second prompt");
        executor.runAll();
        assertTrue(
                later.textsProperty().get().baseline().getFirst().startsWith("The second prompt"));
        assertEquals(1, later.history().size());
        assertEquals(List.of(), failures);
    }

    @Test
    void whatWasOnItsWayForAnotherAnalysisIsNotShown() throws Exception {
        HeldExecutor executor = new HeldExecutor();
        SteerViewModel other = held(executor);
        other.shown();
        AnalysisStore.Opened again = AnalysisStore.open(Home.shippedAnalysis());
        session.open(again.analysis(), again.state(), null);
        executor.runAll();
        assertEquals(Texts.NONE, other.textsProperty().get());
        assertEquals(List.of(), failures);
    }

    @Test
    void theHistoryIsKeptWithTheAnalysis() throws Exception {
        model.shown();
        assertEquals(1, session.state().runs().newestFirst().size());
        session.open(Objects.requireNonNull(session.analysis()), session.state(), null);
        assertEquals(1, model.history().size());
        model.returnTo(model.history().getFirst());
        assertEquals(List.of(), failures);
    }

    @Test
    void presetsAreKeptRenamedAndTakenUp() {
        model.presets().save("calm", session.steeringProperty().get());
        model.sliders().getFirst().valueProperty().set(-1);
        model.presets().rename("calm", "quiet/er");
        assertEquals(List.of("quiet/er"), List.copyOf(model.presets().names()));
        model.usePreset("quiet/er");
        assertEquals(18, model.sliders().getFirst().alpha(), 1e-6);
        model.presets().delete("quiet/er");
        assertEquals(List.of(), List.copyOf(model.presets().names()));
        session.undo();
        assertEquals(List.of("quiet/er"), List.copyOf(model.presets().names()));
        model.presets().save("  ", session.steeringProperty().get());
        assertEquals("FS-STEER-001", failures.getLast().code());
        assertEquals(List.of("quiet/er"), List.copyOf(model.presets().names()));
    }

    @Test
    void aBlindVoteTellsWhichWasWhichOnlyAfterwards() {
        model.shown();
        SteerSpec first = session.steeringProperty().get();
        model.sliders().getFirst().valueProperty().set(-1);
        SteerSpec second = session.steeringProperty().get();
        BlindBooth booth = model.booth();
        int before = booth.tally(first, second).rounds();
        booth.begin(first, second);
        assertTrue(booth.readyProperty().get());
        assertEquals("", booth.resultProperty().get());
        booth.vote(BlindVote.Choice.LEFT);
        assertTrue(booth.resultProperty().get().startsWith("A was on the "));
        assertEquals(before + 1, booth.tally(first, second).rounds());
        booth.vote(BlindVote.Choice.LEFT);
        assertEquals(before + 1, booth.tally(first, second).rounds(), "one vote a round");
    }

    @Test
    void aPythonScriptIsWrittenWithItsVectors(@TempDir Path temp) throws Exception {
        model.shown();
        List<String> scripts = new ArrayList<>();
        model.exportPython(temp, scripts::add);
        assertTrue(scripts.getFirst().contains("run_with_hooks"));
        assertTrue(Files.exists(temp.resolve("steering/vector.blocks.2.hook_resid_post.npy")));
        assertEquals(scripts.getFirst(), Files.readString(temp.resolve("steering/steer.py")));
        model.exportPython(temp, scripts::add);
        assertTrue(Files.exists(temp.resolve("steering-2/steer.py")), "nothing is replaced");
        assertTrue(model.export().noticeProperty().get().contains("steering-2"));
    }

    @Test
    void aRangeThatIsNoneIsSaidOnce() {
        model.form().reach.set(Place.Reach.RANGE);
        model.form().first.set("9");
        assertTrue(model.form().problemProperty().get().contains("'9' to '8'"));
        model.form().last.set("12");
        assertEquals("", model.form().problemProperty().get());
        assertEquals(List.of(), failures);
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
    void aSettingThatIsNoneIsSaidBesideTheFieldsUntilItIsMended() {
        model.shown();
        Texts before = model.textsProperty().get();
        for (String samples : List.of("20", "0", "", "two")) {
            model.form().samples.set(samples);
            String said = model.form().problemProperty().get();
            assertTrue(said.contains("'" + samples + "'") && said.contains("1 to 8"), said);
        }
        model.form().samples.set("1");
        assertEquals("", model.form().problemProperty().get());
        model.form().tokens.set("-5");
        assertTrue(model.form().problemProperty().get().contains("'-5'"));
        model.again();
        model.form().tokens.set("12");
        model.form().temperature.set("warm");
        assertTrue(model.form().problemProperty().get().contains("'warm'"));
        assertEquals(before, model.textsProperty().get());
        assertEquals(List.of(), failures);
    }

    @Test
    void aSliderTakenAwayComesBackByUndoWhereItWas() {
        SteerSlider first = model.sliders().getFirst();
        first.valueProperty().set(-0.4);
        double alpha = first.alpha();
        model.remove(first);
        assertEquals(1, model.sliders().size());
        model.sliders().getFirst().valueProperty().set(0.1);
        session.undo();
        assertEquals(first.id(), model.sliders().getFirst().id());
        assertEquals(alpha, model.sliders().getFirst().alpha(), 1e-9);
        assertEquals(0.1, model.sliders().getLast().valueProperty().get(), "a later move stays");
        session.redo();
        assertEquals(1, session.state().steering().sliders().size());
    }

    @Test
    void aSecondGroupOfOneNameIsASliderOfItsOwn() {
        List<Slider.Part> one = List.of(new Slider.Part("F55", 1, List.of()));
        List<Slider.Part> two = List.of(new Slider.Part("F68", 1, List.of()));
        model.addGroup("2 concepts", one);
        model.addGroup("2 concepts", two);
        model.addGroup("2 concepts", two);
        assertEquals(
                List.of("2 concepts", "2 concepts 2"),
                model.sliders().stream().skip(2).map(SteerSlider::id).toList());
        assertEquals("F68", model.sliders().getLast().entries().getFirst().id());
    }

    @Test
    void aRunTellsWhatPushedInWordsThatPeopleUse() {
        model.shown();
        model.add("F41");
        model.sliders().getLast().soloProperty().set(true);
        SteerRun run = model.run();
        assertEquals(List.of("F41"), run.spec().heard().stream().map(Slider::concept).toList());
        String text = run.text(session::shortNameOf);
        assertTrue(text.contains("#41 "), text);
        assertEquals(2, text.split("not pushing", -1).length - 1, text);
        assertFalse(text.contains("L:"), text);
    }

    @Test
    void aPromptLongerThanTheContextIsRefusedInWords() {
        model.shown();
        model.form().prompt.set("happy ".repeat(400));
        assertEquals("FS-TEXT-002", failures.getLast().code());
    }
}
