package io.factorscope.app.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.Asked;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisSpec;
import io.factorscope.core.project.Checks;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.Settings;
import io.factorscope.core.project.UnfinishedFits;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The Start screen's model, as far as it needs no fit.
class StartViewModelTest {
    private final List<FactorscopeException> failures = new ArrayList<>();

    @TempDir private Path temp;

    @Test
    void aFitThatCannotFitIsRefusedBeforeAModelIsOpened() throws Exception {
        try (ModelHost models = new ModelHost(DeviceChoice.parse("cpu"), 0)) {
            Session session = new Session(models);
            StartViewModel model =
                    new StartViewModel(session, new DirectExecutor(), new Asked(), failures::add);
            model.form().rank.set("2000000000");
            model.form().pasted.set("The dog ran home.");
            model.fit();
            assertEquals(1, failures.size());
            assertEquals("FS-ESTIMATE-001", failures.getFirst().code());
            assertNull(session.analysis());
            assertEquals("", models.device(), "no model was opened");
        }
    }

    @Test
    void anUnknownModelNameSaysWhatThereIs() throws Exception {
        try (ModelHost models = new ModelHost(DeviceChoice.parse("cpu"), 0)) {
            StartViewModel model =
                    new StartViewModel(
                            new Session(models), new DirectExecutor(), new Asked(), failures::add);
            model.form().model.set("no-such-model");
            model.fit();
            assertEquals("FS-SHELF-001", failures.getFirst().code());
        }
    }

    private StartViewModel over(Preferences preferences, Asked navigator) throws Exception {
        Session session = new Session(new ModelHost(DeviceChoice.parse("cpu"), 0), preferences);
        return new StartViewModel(session, new DirectExecutor(), navigator, failures::add);
    }

    @Test
    void anInterruptedFitIsOfferedAndGoesOn() throws Exception {
        Preferences preferences = Preferences.in(temp, temp, new DirectExecutor(), failures::add);
        AnalysisSpec spec =
                new AnalysisSpec(
                        new HookPoint(3, Site.MLP_POST),
                        FitSpec.ofRank(2),
                        new HookPoint(2, Site.RESID_POST),
                        true,
                        List.of(),
                        Checks.NONE);
        UnfinishedFits.Request request =
                new UnfinishedFits.Request("", "", "The dog ran home to eat.", spec);
        UnfinishedFits works = new UnfinishedFits(Objects.requireNonNull(preferences.unfinished()));
        try (UnfinishedFits.Work work = works.begin(request, "0123456789abcdef")) {
            Objects.requireNonNull(work).keep();
        }
        Asked asked = new Asked();
        StartViewModel model = over(preferences, asked);
        assertEquals(1, model.fitting().unfinished().size());
        UnfinishedFits.Item item = model.fitting().unfinished().getFirst();
        model.fitting().goOn(item);
        assertEquals(List.of(), failures);
        assertEquals(List.of("factors"), asked.places());
        assertEquals(2, Objects.requireNonNull(model.session().analysis()).factors().size());
        model.fitting().discard(item);
        assertEquals(0, model.fitting().unfinished().size());
        model.session().close();
        model.session().models().close();
    }

    @Test
    void theChosenModelIsDescribedInOneLine() throws Exception {
        StartViewModel model = over(Preferences.forgetful(), new Asked());
        model.choice().follow();
        String line = model.choice().lineProperty().get();
        assertTrue(
                line.matches(
                        "gpt2 · [0-9.]+ M parameters · 6 layers · (b?float16|float32) weights"),
                line);
        assertTrue(model.choice().usableProperty().get());
        assertEquals(6, model.choice().layersProperty().get());
        model.choice().list();
        assertTrue(model.choice().names().contains("storyteller"));
    }

    @Test
    void aModelThatCannotBeUsedSaysWhy() throws Exception {
        StartViewModel model = over(Preferences.forgetful(), new Asked());
        model.choice().follow();
        Path broken = Files.writeString(temp.resolve("broken.gguf"), "not a model");
        model.form().model.set(broken.toString());
        assertFalse(model.choice().usableProperty().get());
        String line = model.choice().lineProperty().get();
        assertTrue(line.contains("cannot be used") && line.contains("broken.gguf"), line);
        model.form().model.set("no-such-model");
        assertTrue(model.choice().lineProperty().get().contains("at hand: storyteller"));
        model.form().model.set("");
        assertTrue(model.choice().usableProperty().get());
    }

    @Test
    void whatIsDroppedGoesWhereItBelongs() throws Exception {
        Asked asked = new Asked();
        StartViewModel model = over(Preferences.forgetful(), asked);
        Path gguf = Files.writeString(temp.resolve("a.GGUF"), "");
        model.drop(gguf);
        assertEquals(gguf.toString(), model.form().model.get());
        Path data = Files.writeString(temp.resolve("a.txt"), "One day.");
        model.form().pasted.set("pasted before");
        model.drop(data);
        assertEquals(data.toString(), model.form().data.get());
        assertEquals("", model.form().pasted.get());
        model.drop(Home.embeddedModel());
        assertEquals(Home.embeddedModel().toString(), model.form().model.get());
        model.drop(Home.shippedAnalysis());
        assertEquals(List.of("start", "start", "start", "factors"), asked.places());
        assertNotNull(model.session().analysis());
        assertEquals(List.of(), failures);
        model.drop(Files.writeString(temp.resolve("a.pdf"), ""));
        assertEquals("FS-DROP-001", failures.getFirst().code());
    }

    @Test
    void ofSeveralDroppedFilesTheFirstIsTakenAndThatIsSaid() throws Exception {
        StartViewModel model = over(Preferences.forgetful(), new Asked());
        Path first = Files.writeString(temp.resolve("a.txt"), "One day.");
        model.drop(List.of(first));
        assertEquals("", model.exchange().saidProperty().get());
        model.drop(List.of(first, temp.resolve("b.txt"), temp.resolve("c.txt")));
        assertEquals(first.toString(), model.form().data.get());
        String said = model.exchange().saidProperty().get();
        assertTrue(said.contains("a.txt") && said.contains("2"), said);
        model.drop(List.of());
        assertEquals(List.of(), failures);
    }

    @Test
    void openedAnalysesAreRememberedAndThoseThatHaveGoneCanBeRemoved() throws Exception {
        Preferences first = Preferences.in(temp, temp, new DirectExecutor(), failures::add);
        StartViewModel model = over(first, new Asked());
        model.open(Home.shippedAnalysis());
        Path copy = temp.resolve("copy");
        model.save(copy);
        AtomicFiles.deleteTree(copy);
        Preferences next = Preferences.in(temp, temp, new DirectExecutor(), failures::add);
        RecentList recent = over(next, new Asked()).recent();
        assertEquals(2, recent.entries().size());
        RecentList.Entry gone = recent.entries().getFirst();
        assertEquals("copy", gone.name());
        assertFalse(gone.isThere());
        assertTrue(recent.entries().get(1).isThere());
        assertTrue(recent.entries().get(1).item().what().contains("K = "));
        recent.remove(gone);
        assertEquals(1, recent.entries().size());
        assertEquals(List.of(), failures);
    }

    @Test
    void theDemoThatIsOpenIsNotOpenedAgainSoItsLogStays() throws Exception {
        Preferences preferences = Preferences.in(temp, temp, new DirectExecutor(), failures::add);
        Asked asked = new Asked();
        StartViewModel model = over(preferences, asked);
        model.openDemo();
        Session session = model.session();
        Analysis demo = Objects.requireNonNull(session.analysis());
        session.grown(demo); // as a new tree: changed, and saved nowhere
        List<String> then = new ArrayList<>();
        model.openDemo(() -> then.add("shown around"));
        model.open(Home.shippedAnalysis());
        assertSame(demo, session.analysis());
        assertFalse(session.readOnlyProperty().get());
        assertEquals(List.of("factors", "factors"), asked.places());
        assertEquals(List.of("shown around"), then);
        session.rename(demo.factors().getFirst(), "kept");
        session.close();
        StartViewModel next = over(preferences, new Asked());
        next.openDemo();
        assertTrue(next.session().names().containsValue("kept"));
        next.session().close();
        assertEquals(List.of(), failures);
    }

    @Test
    void whatIsNotSavedIsKeptBeforeAnotherAnalysisIsOpened() throws Exception {
        Preferences preferences = Preferences.in(temp, temp, new DirectExecutor(), failures::add);
        StartViewModel model = over(preferences, new Asked());
        model.open(Home.shippedAnalysis());
        Path copy = temp.resolve("copy");
        model.save(copy);
        model.openDemo();
        Session session = model.session();
        session.rename(Objects.requireNonNull(session.analysis()).factors().getFirst(), "mine");
        session.unsavedProperty().set(true);
        model.open(copy);
        assertEquals(copy, session.folderProperty().get());
        Path kept = Path.of(model.recent().entries().get(1).item().folder());
        assertEquals(preferences.fits(), kept.getParent());
        assertTrue(model.exchange().saidProperty().get().contains(kept.toString()));
        model.open(kept);
        assertFalse(session.readOnlyProperty().get(), "nobody else has its log");
        assertTrue(session.names().containsValue("mine"));
        session.close();
        assertEquals(List.of(), failures);
    }

    @Test
    void withTheNetworkSwitchedOffNoModelIsAskedFor() throws Exception {
        Preferences preferences = Preferences.forgetful();
        preferences.settings().set(Settings.DEFAULTS.withOffline(true));
        StartViewModel model = over(preferences, new Asked());
        assertFalse(model.mayGetModels());
        GetModelViewModel getting = model.getModel();
        getting.nameProperty().set("org/name");
        getting.look();
        FactorscopeException refusal = getting.failureProperty().get();
        assertEquals("FS-OFFLINE-001", refusal == null ? "" : refusal.code());
    }
}
