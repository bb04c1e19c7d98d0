package io.factorscope.app.steer;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.steering.Presets;
import io.factorscope.core.steering.SteerSpec;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;
import java.util.function.Consumer;

/// The named steering sessions on disk, as the window shows them.
///
/// **Threads**: FX thread; files are read and written on the files lane.
public final class PresetShelf {
    private final Presets presets;
    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private final ObservableList<String> names = FXCollections.observableArrayList();

    PresetShelf(Presets presets, TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.presets = presets;
        this.executor = executor;
        this.failures = failures;
        refresh();
    }

    /// Something done with the files that may change which there are.
    @FunctionalInterface
    private interface Change {
        void run() throws FactorscopeException;
    }

    /// The names there are, in order.
    public ObservableList<String> names() {
        return names;
    }

    private void refresh() {
        after(() -> {});
    }

    private void after(Change change) {
        executor.<List<String>>submit(
                Lane.FILES,
                context -> {
                    change.run();
                    return presets.names();
                },
                outcome -> {
                    switch (outcome) {
                        case Outcome.Done<List<String>> done -> names.setAll(done.value());
                        case Outcome.Failed<List<String>> failed ->
                                failures.accept(failed.failure());
                        case Outcome.Cancelled<List<String>> cancelled -> {}
                    }
                });
    }

    /// Keeps a session under a name.
    public void save(String name, SteerSpec spec) {
        after(() -> presets.save(name, spec));
    }

    /// Forgets a name.
    public void delete(String name) {
        after(() -> presets.delete(name));
    }

    /// Gives a session another name.
    public void rename(String from, String to) {
        after(() -> presets.rename(from, to));
    }

    /// Reads a session and hands it on.
    void load(String name, Consumer<SteerSpec> receiver) {
        executor.<SteerSpec>submit(
                Lane.FILES,
                context -> presets.load(name),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Done<SteerSpec> done -> receiver.accept(done.value());
                        case Outcome.Failed<SteerSpec> failed -> failures.accept(failed.failure());
                        case Outcome.Cancelled<SteerSpec> cancelled -> {}
                    }
                });
    }
}
