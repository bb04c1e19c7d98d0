package io.factorscope.app.factors;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.task.TaskHandle;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.SteeringCheck;
import io.factorscope.core.project.SteeringPrompts;
import io.factorscope.core.steering.Steerability;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Measures how well chosen concepts steer; what comes out is kept with the analysis and can be
/// undone.
///
/// **Threads**: FX thread.
public final class MeasuringViewModel {
    private static final Progress NONE = new Progress("", 0, 0, "");

    private final Session session;
    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Progress> progress = new ReadOnlyObjectWrapper<>(NONE);
    private List<String> current = List.of();
    private final Set<String> waiting = new LinkedHashSet<>();
    private @Nullable TaskHandle task;

    MeasuringViewModel(
            Session session, TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.session = session;
        this.executor = executor;
        this.failures = failures;
    }

    /// Whether something is being measured.
    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// How far it is.
    public ReadOnlyObjectProperty<Progress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /// Measures concepts, after those that are being measured.
    public void measure(List<String> ids) {
        Analysis analysis = session.analysis();
        if (analysis == null || ids.isEmpty()) {
            return;
        }
        if (running.get()) {
            waiting.addAll(ids);
            waiting.removeAll(current);
            return;
        }
        current = List.copyOf(ids);
        running.set(true);
        task =
                executor.submit(
                        Lane.BATCH,
                        context -> {
                            List<String> prompts = SteeringPrompts.first(SteeringPrompts.USUAL);
                            try (ModelHost.Pinned pinned =
                                    session.models().pin(Session.modelFolder(analysis))) {
                                return new SteeringCheck(pinned.model(), analysis, prompts)
                                        .measure(ids, context);
                            }
                        },
                        progress::set,
                        outcome -> done(analysis, outcome));
    }

    private void done(Analysis of, Outcome<Map<String, Steerability>> outcome) {
        running.set(false);
        progress.set(NONE);
        task = null;
        List<String> next = List.copyOf(waiting);
        waiting.clear();
        switch (outcome) {
            case Outcome.Done<Map<String, Steerability>> done -> {
                // Another analysis may have been opened meanwhile.
                if (session.analysis() == of) {
                    session.edit(new Edit.Measure(done.value(), List.of()));
                    measure(next);
                }
            }
            case Outcome.Failed<Map<String, Steerability>> failed ->
                    failures.accept(failed.failure());
            case Outcome.Cancelled<Map<String, Steerability>> cancelled -> {}
        }
    }

    /// Ends measuring, also of those that wait; nothing of it is kept.
    public void cancel() {
        if (task != null) {
            task.cancel();
        }
    }
}
