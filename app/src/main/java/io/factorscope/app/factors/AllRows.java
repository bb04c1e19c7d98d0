package io.factorscope.app.factors;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Annotations;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.function.Consumer;

/// Every row of an analysis, whatever the filter says: made once, away from the window, with what a
/// person says laid over them.
final class AllRows {
    private final Latest making;
    private final Consumer<FactorscopeException> failures;
    private final ReadOnlyObjectWrapper<List<ConceptRow>> rows =
            new ReadOnlyObjectWrapper<>(List.of());
    private List<ConceptRow> automatic = List.of();

    AllRows(TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.making = new Latest(executor, Lane.FILES);
        this.failures = failures;
    }

    /// Has no rows any more.
    void clear() {
        making.cancel();
        automatic = List.of();
        rows.set(List.of());
    }

    /// Makes the rows of an analysis, without what a person says, and tells that they are made.
    void make(Analysis analysis, Runnable made) {
        making.request(
                context -> RowMaker.rows(analysis, context),
                progress -> {},
                outcome -> {
                    switch (outcome) {
                        case Outcome.Done<List<ConceptRow>> done -> {
                            automatic = done.value();
                            made.run();
                        }
                        case Outcome.Failed<List<ConceptRow>> failed ->
                                failures.accept(failed.failure());
                        case Outcome.Cancelled<List<ConceptRow>> cancelled -> {}
                    }
                });
    }

    /// Lays what a person says over the rows.
    void tell(Annotations annotations) {
        rows.set(RowMaker.given(automatic, annotations));
    }

    /// The rows as they are told.
    ReadOnlyObjectProperty<List<ConceptRow>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }
}
