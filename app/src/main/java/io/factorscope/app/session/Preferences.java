package io.factorscope.app.session;

import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.RecentAnalyses;
import io.factorscope.core.project.Settings;

import java.nio.file.Path;
import java.util.function.Consumer;

/// What outlives a session: the settings and the list of recent analyses.
///
/// **Threads**: FX thread.
public final class Preferences {
    private final Kept<Settings> settings;
    private final Kept<RecentAnalyses> recent;
    private final Path folder;

    private Preferences(Kept<Settings> settings, Kept<RecentAnalyses> recent, Path folder) {
        this.folder = folder;
        this.settings = settings;
        this.recent = recent;
    }

    /// Those kept in two folders; settings that cannot be read are reported, and the defaults hold.
    public static Preferences in(
            Path config,
            Path state,
            TaskExecutor executor,
            Consumer<FactorscopeException> failures) {
        Settings first = Settings.DEFAULTS;
        try {
            first = Settings.load(config);
        } catch (FactorscopeException e) {
            failures.accept(e);
        }
        return new Preferences(
                new Kept<>(first, executor, changed -> changed.save(config), failures),
                new Kept<>(
                        RecentAnalyses.load(state),
                        executor,
                        changed -> changed.save(state),
                        failures),
                config);
    }

    /// The defaults, remembered nowhere: for the tour.
    public static Preferences forgetful() {
        TaskExecutor direct = new DirectExecutor();
        return new Preferences(
                new Kept<>(Settings.DEFAULTS, direct, changed -> {}, failure -> {}),
                new Kept<>(
                        new RecentAnalyses(java.util.List.of()),
                        direct,
                        changed -> {},
                        failure -> {}),
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "factorscope-" + ProcessHandle.current().pid()));
    }

    /// Where presets and votes are kept, beside the settings; one of its own for a session that
    /// remembers nothing.
    public Path folder() {
        return folder;
    }

    /// What a person has chosen.
    public Kept<Settings> settings() {
        return settings;
    }

    /// What was opened last.
    public Kept<RecentAnalyses> recent() {
        return recent;
    }
}
