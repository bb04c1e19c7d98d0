package io.factorscope.app.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.Settings;
import io.factorscope.core.store.FolderLock;
import io.factorscope.core.tensor.DeviceChoice;
import io.factorscope.core.tensor.GpuSupport;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The settings with the direct runner, on a machine of our making.
@SuppressWarnings("NullAway.Init") // set before each test
class SettingsViewModelTest {
    private static final GpuSupport.Enabled TWO = new GpuSupport.Enabled("2.7.1", "cu128", 2);

    private final List<FactorscopeException> failures = new ArrayList<>();
    private final Machine machine = new Machine();
    private Session session;
    private SettingsViewModel model;

    @TempDir private Path config;

    private static final class Machine implements Gpu.Source {
        boolean driver = true;
        boolean works = true;
        GpuSupport.@Nullable Enabled enabled;

        @Override
        public boolean possible() {
            return driver;
        }

        @Override
        public GpuSupport.@Nullable Enabled enabled() {
            return enabled;
        }

        @Override
        public GpuSupport.Enabled enable(JobContext context) throws FactorscopeException {
            if (!works) {
                throw new FactorscopeException("FS-DEVICE-007", "no network");
            }
            enabled = TWO;
            return TWO;
        }

        @Override
        public void disable() {
            enabled = null;
        }
    }

    @BeforeEach
    void open() {
        session = new Session(new ModelHost(DeviceChoice.AUTO, 0), preferences());
        model = new SettingsViewModel(session, new DirectExecutor(), machine, failures::add);
        model.refresh();
    }

    private Preferences preferences() {
        return Preferences.in(config, config, new DirectExecutor(), failures::add);
    }

    @Test
    void aChangeIsKeptAtOnceAndIsThereInTheNextSession() throws Exception {
        model.themeProperty().set("dark");
        model.fontPercentProperty().set(120);
        model.weightsProperty().set("bfloat16");
        model.threadsProperty().set(1);
        model.offlineProperty().set(true);
        model.modelsFolderProperty().set(config.toString());
        Settings expected =
                Settings.DEFAULTS
                        .with(new Settings.Compute("auto", 1, "bfloat16"))
                        .with(new Settings.Look("dark", false, 120))
                        .withOffline(true)
                        .withModelsFolder(config.toString());
        assertEquals(expected, Settings.load(config));
        assertEquals(expected, preferences().settings().get());
        assertEquals(List.of(), failures);
    }

    @Test
    void aChangeFromElsewhereIsSeenInItsField() {
        Settings now = session.preferences().settings().get();
        session.preferences().settings().set(now.with(new Settings.Look("light", true, 150)));
        assertEquals("light", model.themeProperty().get());
        assertTrue(model.highContrastProperty().get());
        assertEquals(150, model.fontPercentProperty().get());
    }

    @Test
    void brokenSettingsAreReportedAndTheDefaultsHold() throws Exception {
        Files.writeString(config.resolve("settings.json"), "{");
        assertEquals(Settings.DEFAULTS, preferences().settings().get());
        assertEquals("FS-SETTINGS-001", failures.getFirst().code());
    }

    @Test
    void aGpuIsEnabledAfterItsCostWasSaidAndOfferedAsADevice() {
        assertTrue(line().contains("about 2.5 GB"), line());
        assertEquals(List.of("auto", "cpu"), model.devices());
        assertTrue(model.gpu().canEnable().get());
        model.gpu().enable();
        assertTrue(line().startsWith("Enabled: PyTorch 2.7.1 for cu128, 2 GPUs."), line());
        assertTrue(line().endsWith("after a restart."), line());
        assertEquals(List.of("auto", "cpu", "cuda:0", "cuda:1"), model.devices());
        model.gpu().disable();
        assertFalse(model.gpu().isEnabled().get());
    }

    @Test
    void withoutADriverOrWithoutNetworkAGpuCannotBeEnabledAndTheReasonIsThere() {
        model.offlineProperty().set(true);
        assertFalse(model.gpu().canEnable().get());
        assertTrue(model.gpu().reason().getValue().contains("network is switched off"));
        model.gpu().enable();
        assertEquals(null, machine.enabled);
        model.offlineProperty().set(false);
        assertEquals("", model.gpu().reason().getValue());
        machine.driver = false;
        model.refresh();
        assertFalse(model.gpu().canEnable().get());
        assertTrue(line().contains("No NVIDIA driver"), line());
    }

    @Test
    void aGpuThatDoesNotWorkIsReportedAndNothingIsEnabled() {
        machine.works = false;
        model.gpu().enable();
        assertEquals("FS-DEVICE-007", failures.getFirst().code());
        assertFalse(model.gpu().isEnabled().get());
        assertFalse(model.gpu().runningProperty().get());
        assertTrue(model.gpu().canEnable().get());
    }

    @Test
    void clearingIsAskedForAndThenDone() throws Exception {
        String before = System.getProperty("factorscope.cache", "");
        System.setProperty("factorscope.cache", config.resolve("cache").toString());
        try {
            Files.createDirectories(config.resolve("cache/aot"));
            Files.writeString(config.resolve("cache/aot/old.aot"), "x".repeat(2000));
            model.refresh();
            assertEquals("2.0 kB", model.cache().lineProperty().get());
            model.cache().askingProperty().set(true);
            model.cache().clear();
            assertEquals("cleared", model.cache().lineProperty().get());
            assertFalse(model.cache().askingProperty().get());
            assertFalse(Files.exists(config.resolve("cache/aot")));
        } finally {
            if (before.isEmpty()) {
                System.clearProperty("factorscope.cache");
            } else {
                System.setProperty("factorscope.cache", before);
            }
        }
    }

    @Test
    void interruptedAndKeptFitsAreCountedAndClearedButForOpenOnes() throws Exception {
        Path unfinished = Objects.requireNonNull(session.preferences().unfinished());
        Path fits = Objects.requireNonNull(session.preferences().fits());
        Files.createDirectories(unfinished.resolve("a"));
        Files.writeString(unfinished.resolve("a/G-1.npy"), "x".repeat(3000));
        Files.createDirectories(fits.resolve("old"));
        Files.writeString(fits.resolve("old/G.npy"), "x".repeat(5000));
        Files.createDirectories(fits.resolve("open"));
        Files.writeString(fits.resolve("open/G.npy"), "x".repeat(7000));
        model.refresh();
        assertEquals("3.0 kB", model.interrupted().lineProperty().get());
        assertEquals("12 kB", model.autosaved().lineProperty().get());
        model.interrupted().clear();
        assertEquals("cleared", model.interrupted().lineProperty().get());
        assertFalse(Files.exists(unfinished.resolve("a")));
        try (FolderLock lock = FolderLock.of(fits.resolve("open"))) {
            assertNotNull(lock);
            model.autosaved().askingProperty().set(true);
            model.autosaved().clear();
            assertTrue(model.autosaved().lineProperty().get().contains("7.0 kB"));
        }
        assertFalse(Files.exists(fits.resolve("old")));
        assertTrue(Files.exists(fits.resolve("open/G.npy")));
        assertEquals(List.of(), failures);
    }

    private String line() {
        return model.gpu().line().getValue();
    }
}
