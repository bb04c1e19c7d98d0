package io.factorscope.app.evaluate;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.task.TaskHandle;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.Consumer;

/// The run that is under way, of which there is one at most.
///
/// **Threads**: FX thread; it runs on the batch lane.
final class Running {
    private static final Progress NOTHING = new Progress("", 0, 0, "");

    private final Session session;
    private final TaskExecutor executor;
    private final ReadOnlyObjectWrapper<@Nullable RunItem> item = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Progress> progress = new ReadOnlyObjectWrapper<>(NOTHING);
    private @Nullable TaskHandle task;

    Running(Session session, TaskExecutor executor) {
        this.session = session;
        this.executor = executor;
    }

    ReadOnlyObjectProperty<@Nullable RunItem> itemProperty() {
        return item.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Progress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    boolean isFree() {
        return item.get() == null;
    }

    /// Runs a request from where it was; `ended` hears when nothing runs any more.
    void begin(RunItem wanted, Consumer<Outcome<ExperimentResult>> ended) {
        RunRequest request = Objects.requireNonNull(wanted.request());
        item.set(wanted);
        boolean offline = session.preferences().settings().get().offline();
        RunJob job = new RunJob(request, wanted.folder(), session.models(), () -> offline);
        TaskHandle submitted =
                executor.submit(
                        Lane.BATCH,
                        job,
                        progress::set,
                        outcome -> {
                            item.set(null);
                            progress.set(NOTHING);
                            task = null;
                            ended.accept(outcome);
                        });
        task = isFree() ? null : submitted;
    }

    /// Asks the run to end; it can go on later.
    void cancel() {
        if (task != null) {
            task.cancel();
        }
    }
}
