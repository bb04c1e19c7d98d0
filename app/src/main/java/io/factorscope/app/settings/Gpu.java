package io.factorscope.app.settings;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.task.TaskHandle;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;
import io.factorscope.core.tensor.GpuSupport;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// Whether models may run on a GPU, and setting that up.
///
/// **Threads**: FX thread; the machine is asked and libraries are fetched on the files lane.
public final class Gpu {
    private static final Progress NOTHING = new Progress("", 0, 0, "");
    private static final State UNKNOWN = new State(false, null, false);

    private final TaskExecutor executor;
    private final Source source;
    private final ObservableBooleanValue offline;
    private final Consumer<FactorscopeException> failures;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(UNKNOWN);
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ObjectProperty<Progress> progress = new SimpleObjectProperty<>(NOTHING);
    private @Nullable TaskHandle task;

    /// The machine, as [GpuSupport] knows it.
    public interface Source {
        /// Whether a driver is there.
        boolean possible();

        /// What is enabled, or null.
        GpuSupport.@Nullable Enabled enabled();

        /// Fetches the libraries, tries them, remembers.
        GpuSupport.Enabled enable(JobContext context) throws FactorscopeException;

        /// Forgets.
        void disable() throws FactorscopeException;

        /// This machine.
        static Source ofThisMachine() {
            GpuSupport support = GpuSupport.ofThisMachine();
            return new Source() {
                @Override
                public boolean possible() {
                    return support.possible();
                }

                @Override
                public GpuSupport.@Nullable Enabled enabled() {
                    return support.enabled();
                }

                @Override
                public GpuSupport.Enabled enable(JobContext context) throws FactorscopeException {
                    return support.enable(context);
                }

                @Override
                public void disable() throws FactorscopeException {
                    support.disable();
                }
            };
        }
    }

    /// Whether a driver is there, what is enabled, and whether that was changed in this session.
    private record State(boolean possible, GpuSupport.@Nullable Enabled enabled, boolean changed) {}

    Gpu(
            TaskExecutor executor,
            Source source,
            ObservableBooleanValue offline,
            Consumer<FactorscopeException> failures) {
        this.executor = executor;
        this.source = source;
        this.offline = offline;
        this.failures = failures;
    }

    /// Asks the machine again.
    public void refresh() {
        boolean changed = state.get().changed();
        if (!running.get()) {
            run(context -> look(changed));
        }
    }

    private State look(boolean changed) {
        return new State(source.possible(), source.enabled(), changed);
    }

    /// Fetches the libraries and tries them.
    public void enable() {
        if (canEnable().get()) {
            running.set(true);
            run(context -> {
                source.enable(context);
                return look(true);
            });
        }
    }

    /// Computes on the CPU from the next start on.
    public void disable() {
        run(context -> {
            source.disable();
            return look(true);
        });
    }

    private void run(Job<State> job) {
        progress.set(NOTHING);
        task =
                executor.submit(
                        Lane.FILES,
                        job,
                        progress::set,
                        outcome -> {
                            running.set(false);
                            switch (outcome) {
                                case Outcome.Done<State> done -> state.set(done.value());
                                case Outcome.Cancelled<State> cancelled -> progress.set(NOTHING);
                                case Outcome.Failed<State> failed ->
                                        failures.accept(failed.failure());
                            }
                        });
    }

    /// Ends the fetching; computing stays as it was.
    public void cancel() {
        if (task != null && running.get()) {
            task.cancel();
        }
    }

    /// What is so, and what that means, in a sentence or two.
    public ObservableValue<String> line() {
        return state.map(Gpu::words);
    }

    private static String words(State now) {
        GpuSupport.Enabled enabled = now.enabled();
        String later = now.changed() ? Words.of("settings.takes-effect-after-a-restart") : "";
        if (enabled != null) {
            return Words.format(
                    "settings.enabled-pytorch-for",
                    enabled.version(),
                    enabled.flavor(),
                    enabled.devices(),
                    (enabled.devices() == 1 ? " GPU." : " GPUs."),
                    later);
        }
        return now.possible()
                ? Words.format("settings.an-nvidia-driver-is-here", later)
                : Words.format("settings.no-nvidia-driver-was-found", later);
    }

    /// Why the button does nothing, or empty.
    public ObservableValue<String> reason() {
        return Bindings.createStringBinding(
                () -> {
                    State now = state.get();
                    boolean wanted = now.possible() && now.enabled() == null;
                    return wanted && offline.get()
                            ? Words.of("settings.the-network-is-switched-off")
                            : "";
                },
                state,
                offline);
    }

    /// Whether it can be enabled now.
    public BooleanBinding canEnable() {
        return Bindings.createBooleanBinding(
                () ->
                        state.get().possible()
                                && state.get().enabled() == null
                                && !running.get()
                                && !offline.get(),
                state,
                running,
                offline);
    }

    /// Whether there is something to disable.
    public BooleanBinding isEnabled() {
        return Bindings.createBooleanBinding(() -> state.get().enabled() != null, state);
    }

    /// How many GPUs work.
    int devices() {
        GpuSupport.Enabled enabled = state.get().enabled();
        return enabled == null ? 0 : enabled.devices();
    }

    /// Changes when anything above may have.
    ReadOnlyObjectProperty<?> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Whether libraries are being fetched.
    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// How far that is.
    public ObjectProperty<Progress> progressProperty() {
        return progress;
    }
}
