package io.factorscope.app.evaluate;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.Interval;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.experiment.Origin;
import io.factorscope.core.experiment.SummaryRow;
import io.factorscope.core.experiment.Variant;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// The measure that is seen, of every run that has ended, by method, layer and K.
///
/// **Threads**: FX thread; results are read on the files lane.
public final class AcrossRuns {
    private final RunList list;
    private final ResultViewModel result;
    private final Latest reading;
    private final Consumer<FactorscopeException> failures;
    private final BooleanProperty on = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<List<Mean>> means = new ReadOnlyObjectWrapper<>(List.of());

    /// A method's mean in one run.
    public record Mean(String run, Method method, Origin origin, Interval interval, int undefined) {
        private int number(String of) {
            return of.isEmpty() ? 0 : Integer.parseInt(of);
        }

        int layer() {
            return number(origin.layer());
        }

        int k() {
            return number(origin.k());
        }
    }

    AcrossRuns(
            RunList list,
            ResultViewModel result,
            TaskExecutor executor,
            Consumer<FactorscopeException> failures) {
        this.list = list;
        this.result = result;
        this.failures = failures;
        this.reading = new Latest(executor, Lane.FILES);
        on.subscribe(is -> refresh());
        result.linesProperty().subscribe(lines -> refresh());
    }

    /// Whether all runs are seen, or only the chosen one.
    public BooleanProperty onProperty() {
        return on;
    }

    /// By method, then layer, then K.
    public ReadOnlyObjectProperty<List<Mean>> meansProperty() {
        return means.getReadOnlyProperty();
    }

    private void refresh() {
        String measure = result.measureProperty().get();
        ResultViewModel.Push push = result.pushProperty().get();
        if (!on.get() || measure == null || push == null) {
            reading.cancel();
            means.set(List.of());
            return;
        }
        List<RunItem> runs = list.items().stream().filter(RunItem::ended).toList();
        reading.request(
                context -> {
                    List<Mean> all = new ArrayList<>();
                    for (RunItem run : runs) {
                        context.checkCancelled();
                        all.addAll(read(run, measure, push.target()));
                    }
                    all.sort(
                            Comparator.comparing(Mean::method)
                                    .thenComparingInt(Mean::layer)
                                    .thenComparingInt(Mean::k));
                    return all;
                },
                none -> {},
                outcome -> {
                    switch (outcome) {
                        case Outcome.Done<List<Mean>> done -> means.set(List.copyOf(done.value()));
                        case Outcome.Failed<List<Mean>> failed -> failures.accept(failed.failure());
                        case Outcome.Cancelled<List<Mean>> cancelled -> {}
                    }
                });
    }

    private static List<Mean> read(RunItem run, String measure, @Nullable Double target)
            throws FactorscopeException {
        ExperimentResult found = ExperimentResult.load(run.folder());
        String name = run.name().isEmpty() ? EvaluateView.when(run) : run.name();
        List<Mean> means = new ArrayList<>();
        for (SummaryRow line : found.summary()) {
            Method method = line.method();
            boolean wanted = line.measure().equals(measure) && line.variant() == Variant.CONCEPT;
            if (wanted && method != null && Objects.equals(line.target(), target)) {
                Origin origin = Origin.of(found, method);
                means.add(new Mean(name, method, origin, line.interval(), line.undefined()));
            }
        }
        return means;
    }
}
