package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FxToolkit;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.error.ErrorEntry;
import io.factorscope.app.figure.NodePainter;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.HeldExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.Settings;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.scene.control.Label;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.stream.Stream;

/// The window's smaller parts, without a window.
class ShellPartsTest {
    @TempDir private Path folder;

    @Test
    void closingIsQuestionedWhileAJobRunsOrSomethingIsUnsaved() throws Exception {
        Session session = new Session(new ModelHost(DeviceChoice.AUTO, 0));
        AtomicBoolean busy = new AtomicBoolean();
        CloseGuard guard = new CloseGuard(session, busy::get);
        assertEquals(Optional.empty(), guard.question());
        busy.set(true);
        assertTrue(guard.question().orElseThrow().contains("job is running"));
        AnalysisStore.Opened demo = AnalysisStore.open(Home.shippedAnalysis());
        session.open(demo.analysis(), demo.state(), null);
        assertTrue(guard.question().orElseThrow().contains("has not been saved"));
        busy.set(false);
        assertTrue(guard.question().orElseThrow().contains("not been saved"));
        session.unsavedProperty().set(false);
        assertEquals(Optional.empty(), guard.question());
    }

    @Test
    void theWindowIsBusyWhileATreeGrowsSteeringIsMeasuredOrFeaturesAreBroughtIn() {
        FxToolkit.call(() -> {
            ErrorCenter errors = new ErrorCenter(Runnable::run, Clock.systemUTC());
            HeldExecutor held = new HeldExecutor();
            Session session = new Session(new ModelHost(DeviceChoice.AUTO, 0));
            Workbench bench = new Workbench(session, held, errors);
            AnalysisStore.Opened demo = AnalysisStore.open(Home.shippedAnalysis());
            session.open(demo.analysis(), demo.state(), null);
            assertFalse(bench.isBusy());
            bench.tree().ranksProperty().set("12, 5");
            bench.tree().grow();
            assertTrue(bench.isBusy());
            bench.tree().cancel();
            held.runAll();
            assertFalse(bench.isBusy());
            bench.factors().measuring().measure(List.of("F8"));
            assertTrue(bench.isBusy());
            bench.factors().measuring().cancel();
            held.runAll();
            assertFalse(bench.isBusy());
            bench.compare().addShippedFeatures();
            assertTrue(bench.isBusy());
            bench.compare().cancel();
            assertFalse(bench.isBusy());
            assertEquals(List.of(), errors.entries());
            return null;
        });
    }

    @Test
    void theWindowsPlaceComesBackAndABrokenOneIsForgotten() throws Exception {
        assertNull(WindowPlace.load(folder));
        WindowPlace place = new WindowPlace(10, 20, 1000, 700, false, 2);
        place.save(folder);
        assertEquals(place, WindowPlace.load(folder));
        Files.writeString(folder.resolve("window.json"), "?");
        assertNull(WindowPlace.load(folder));
    }

    @Test
    void whatIsLoggedLandsInAFile() throws Exception {
        Handler log = LogFile.start(folder.resolve("a 50% folder"));
        assertNotNull(log);
        System.getLogger("test").log(System.Logger.Level.WARNING, "a line for the log");
        LogFile.stop(log);
        Path file = folder.resolve("a 50% folder/factorscope-0.log");
        assertTrue(Files.readString(file).contains("a line for the log"));
        try (Stream<Path> left = Files.list(folder.resolve("a 50% folder"))) {
            assertFalse(left.anyMatch(path -> path.toString().endsWith(".lck")));
        }
    }

    @Test
    void aFigureIsWrittenAndAnnouncedOrItsFailureIsReported() throws Exception {
        FxToolkit.call(() -> {
            ErrorCenter errors = new ErrorCenter(Runnable::run, Clock.systemUTC());
            Session session = new Session(new ModelHost(DeviceChoice.AUTO, 0));
            Notices notices = new Notices(session, errors);
            FigureSaver saver = new FigureSaver(new DirectExecutor(), notices, errors);
            Label plot = new Label("a plot");
            Path file = folder.resolve("plot.svg");
            saver.write(new NodePainter(plot, "its caption", plot), file);
            assertTrue(Files.readString(file).contains("its caption"));
            assertTrue(notices.bar().isVisible());
            assertEquals(List.of(), errors.entries());
            saver.write(new NodePainter(plot, "", plot), folder.resolve("plot.gif"));
            assertEquals("FS-TREE-003", errors.entries().getFirst().code());
            return null;
        });
    }

    @Test
    void diagnosticsNameVersionsSettingsAndErrorsButNotThePerson() {
        String home = System.getProperty("user.home");
        ErrorEntry error =
                new ErrorEntry("FS-FILE-003", home + "/secret.json does not exist.", Instant.EPOCH);
        Settings settings = Settings.DEFAULTS.withModelsFolder(home + "/models");
        String text = Diagnostics.text(settings, "CPU", List.of(error), "0 of 9 steps over 16 ms");
        assertTrue(text.startsWith("Factorscope 0."), text);
        assertTrue(text.contains("Java 25") || text.contains("Java 2"), text);
        assertTrue(text.contains("Device: CPU"), text);
        assertTrue(text.contains("FS-FILE-003 ~/secret.json"), text);
        assertTrue(text.contains("\"~/models\""), text);
        assertFalse(text.contains(home), text);
        assertEquals(
                "~\\\\models",
                Diagnostics.withoutHome("C:\\\\Users\\\\eve\\\\models", "C:\\Users\\eve"));
        assertEquals("/tmp/x", Diagnostics.withoutHome("/tmp/x", "/"));
    }

    @Test
    void aReportOfErrorsHoldsWhereTheyHappenedAndNothingOfThePerson() {
        String home = System.getProperty("user.home");
        String prompt = "Once my neighbour told me a secret";
        String key = "sk-planted-1234";
        ErrorCenter errors = new ErrorCenter(Runnable::run, Clock.systemUTC());
        errors.report(
                new FactorscopeException(
                        "FS-FILE-001",
                        "Cannot write " + home + "/diary/" + prompt,
                        new IOException(home + " refused " + key)));
        errors.report(new IllegalStateException(prompt + key));
        Settings settings = Settings.DEFAULTS.withModelsFolder(home + "/diary");
        String text = Diagnostics.report(settings, "CPU", errors.entries(), "no steps");
        for (String secret : List.of(home, "diary", "neighbour", "secret", "planted")) {
            assertFalse(text.contains(secret), text);
        }
        assertTrue(text.contains("FS-FILE-001\n" + FactorscopeException.class.getName()), text);
        assertTrue(text.contains("java.io.IOException"), text);
        assertTrue(text.contains("at " + getClass().getName() + ".aReportOf"), text);
        assertTrue(text.contains("FS-APP-001") && text.contains("Device: CPU"), text);
    }

    @Test
    void keysAreShownAsPeopleReadThem() {
        assertEquals("Ctrl+,", new Action("a", "Shortcut+Comma", () -> {}).entry().keys());
        assertEquals("Ctrl+1", new Action("a", "Shortcut+Digit1", () -> {}).entry().keys());
        assertEquals("", new Action("a", null, () -> {}).entry().keys());
    }
}
