package io.factorscope.app.settings;

import io.factorscope.app.session.Kept;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Settings;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The settings as fields: each change is kept at once, and each change from elsewhere (Ctrl+D) is
/// seen in its field.
///
/// **Threads**: FX thread.
public final class SettingsViewModel {
    /// The themes to choose from.
    static final List<String> THEMES = List.of("system", "light", "dark");

    /// The types of weights to choose from.
    static final List<String> WEIGHTS = List.of("auto", "float32", "bfloat16");

    /// The sizes of text to choose from, in percent.
    static final List<Integer> SIZES = List.of(90, 100, 110, 120, 130, 140, 150);

    private final Kept<Settings> kept;
    private final Session session;
    private final Consumer<FactorscopeException> failures;
    private final Gpu gpu;
    private final Cache cache;
    private final Cache interrupted;
    private final Cache autosaved;
    private final ObjectProperty<String> theme = new SimpleObjectProperty<>("system");
    private final BooleanProperty highContrast = new SimpleBooleanProperty();
    private final ObjectProperty<Integer> fontPercent = new SimpleObjectProperty<>(100);
    private final ObjectProperty<String> device = new SimpleObjectProperty<>("auto");
    private final ObjectProperty<Integer> threads = new SimpleObjectProperty<>(0);
    private final ObjectProperty<String> weights = new SimpleObjectProperty<>("auto");
    private final BooleanProperty offline = new SimpleBooleanProperty();
    private final StringProperty modelsFolder = new SimpleStringProperty("");
    private boolean showing;

    /// A view model over the session's settings, that sets up the GPU through `source` and reports
    /// failures to `failures`.
    public SettingsViewModel(
            Session session,
            TaskExecutor executor,
            Gpu.Source source,
            Consumer<FactorscopeException> failures) {
        this.session = session;
        this.failures = failures;
        this.kept = session.preferences().settings();
        this.gpu = new Gpu(executor, source, offline, failures);
        this.cache = new Cache(executor, Clearable.cache(), failures);
        this.interrupted =
                new Cache(
                        executor,
                        Clearable.interrupted(session.preferences().unfinished()),
                        failures);
        this.autosaved =
                new Cache(executor, Clearable.autosaved(session.preferences().fits()), failures);
        kept.property().subscribe(this::show);
        theme.subscribe((before, now) -> keep());
        highContrast.subscribe((before, now) -> keep());
        fontPercent.subscribe((before, now) -> keep());
        device.subscribe((before, now) -> keep());
        threads.subscribe((before, now) -> keep());
        weights.subscribe((before, now) -> keep());
        offline.subscribe((before, now) -> keep());
        modelsFolder.subscribe((before, now) -> keep());
    }

    private void show(Settings settings) {
        showing = true;
        theme.set(settings.look().theme());
        highContrast.set(settings.look().highContrast());
        fontPercent.set(settings.look().fontPercent());
        device.set(settings.compute().device());
        threads.set(settings.compute().threads());
        weights.set(settings.compute().weights());
        offline.set(settings.offline());
        modelsFolder.set(settings.modelsFolder());
        showing = false;
    }

    private void keep() {
        if (showing) {
            return;
        }
        Settings before = kept.get();
        Settings now =
                before.with(new Settings.Compute(device.get(), threads.get(), weights.get()))
                        .with(new Settings.Look(theme.get(), highContrast.get(), fontPercent.get()))
                        .withOffline(offline.get())
                        .withModelsFolder(modelsFolder.get());
        kept.set(now);
        if (!now.compute().equals(before.compute())) {
            try {
                session.models().configure(ModelHost.How.of(now.compute()));
            } catch (FactorscopeException e) {
                failures.accept(e);
            }
        }
    }

    /// The devices to choose from: the chosen one, and as many GPUs as work here.
    public List<String> devices() {
        List<String> all = new ArrayList<>(List.of("auto", "cpu"));
        IntStream.range(0, gpu.devices()).forEach(i -> all.add("cuda:" + i));
        if (!all.contains(device.get())) {
            all.add(device.get());
        }
        return all;
    }

    /// The numbers of native threads to choose from; 0 leaves it to the engine.
    public static List<Integer> threadCounts() {
        return IntStream.rangeClosed(0, Runtime.getRuntime().availableProcessors())
                .boxed()
                .toList();
    }

    /// Looks again at what is outside of the program: the cache's size, the GPU.
    public void refresh() {
        gpu.refresh();
        cache.refresh();
        interrupted.refresh();
        autosaved.refresh();
    }

    /// The GPU's set-up.
    public Gpu gpu() {
        return gpu;
    }

    /// The cache folder.
    public Cache cache() {
        return cache;
    }

    /// Fits that were interrupted.
    public Cache interrupted() {
        return interrupted;
    }

    /// Fits that were kept without anyone saving them.
    public Cache autosaved() {
        return autosaved;
    }

    /// `system`, `light` or `dark`.
    public ObjectProperty<String> themeProperty() {
        return theme;
    }

    /// Whether contrast is stronger than designed.
    public BooleanProperty highContrastProperty() {
        return highContrast;
    }

    /// The size of text, percent.
    public ObjectProperty<Integer> fontPercentProperty() {
        return fontPercent;
    }

    /// Where models run.
    public ObjectProperty<String> deviceProperty() {
        return device;
    }

    /// Native threads; 0 leaves it to the engine.
    public ObjectProperty<Integer> threadsProperty() {
        return threads;
    }

    /// The type of weights.
    public ObjectProperty<String> weightsProperty() {
        return weights;
    }

    /// Whether the window uses no network.
    public BooleanProperty offlineProperty() {
        return offline;
    }

    /// Where downloaded models are kept; empty for the platform's place.
    public StringProperty modelsFolderProperty() {
        return modelsFolder;
    }
}
