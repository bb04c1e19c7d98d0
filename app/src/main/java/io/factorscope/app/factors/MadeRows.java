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

/// Makes the rows of an analysis, once, and lays what a person says over them, both away from the
/// window.
final class MadeRows {
    private final Latest making;
    private final Latest telling;
    private final Consumer<FactorscopeException> failures;
    private final ReadOnlyObjectWrapper<AllRows> rows = new ReadOnlyObjectWrapper<>(AllRows.NONE);
    private List<ConceptRow> automatic = List.of();

    MadeRows(TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.making = new Latest(executor, Lane.FILES);
        this.telling = new Latest(executor, Lane.FILES);
        this.failures = failures;
    }

    /// Has no rows any more.
    void clear() {
        making.cancel();
        telling.cancel();
        automatic = List.of();
        rows.set(AllRows.NONE);
    }

    /// Makes the rows of an analysis, without what a person says, and tells that they are made.
    void make(Analysis analysis, Runnable made) {
        making.request(
                context -> RowMaker.rows(analysis, context),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<List<ConceptRow>> done) {
                        automatic = done.value();
                        made.run();
                    } else if (outcome instanceof Outcome.Failed<List<ConceptRow>> failed) {
                        failures.accept(failed.failure());
                    }
                });
    }

    /// Lays what a person says over the rows, and tells that it is done.
    void tell(Annotations annotations, Runnable told) {
        List<ConceptRow> made = automatic;
        telling.request(
                context -> RowMaker.given(made, annotations, context),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<AllRows> done) {
                        rows.set(done.value());
                        told.run();
                    } else if (outcome instanceof Outcome.Failed<AllRows> failed) {
                        failures.accept(failed.failure());
                    }
                });
    }

    /// The rows as they are told.
    ReadOnlyObjectProperty<AllRows> rowsProperty() {
        return rows.getReadOnlyProperty();
    }
}
