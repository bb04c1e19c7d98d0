package io.factorscope.app.session;

import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.RecentAnalyses;
import io.factorscope.core.project.Settings;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.function.Consumer;

/// What outlives a session: the settings and the list of recent analyses.
///
/// **Threads**: FX thread.
public final class Preferences {
    private final Kept<Settings> settings;
    private final Kept<RecentAnalyses> recent;
    private final @Nullable Path state;
    private final Path folder;

    private Preferences(
            Kept<Settings> settings,
            Kept<RecentAnalyses> recent,
            @Nullable Path state,
            Path folder) {
        this.folder = folder;
        this.settings = settings;
        this.recent = recent;
        this.state = state;
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
                state,
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
                null,
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

    /// Where fits are kept that nobody has saved yet, or null where nothing is remembered.
    public @Nullable Path fits() {
        return state == null ? null : state.resolve("fits");
    }

    /// Where analyses work that may have to go on after a crash, or null where nothing is
    /// remembered.
    public @Nullable Path unfinished() {
        return state == null ? null : state.resolve("unfinished");
    }

    /// Where edits are kept of analyses whose own folder cannot be written, or null where nothing
    /// is remembered.
    public @Nullable Path edits() {
        return state == null ? null : state.resolve("edits");
    }

    /// Where the experiments of the window are kept; beside the presets for a session that
    /// remembers nothing.
    public Path experiments() {
        return (state == null ? folder : state).resolve("experiments");
    }
}
