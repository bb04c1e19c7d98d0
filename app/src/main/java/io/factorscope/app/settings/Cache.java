package io.factorscope.app.settings;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

import java.util.function.Consumer;

/// How much one of our folders takes, and clearing it.
///
/// **Threads**: FX thread; the disk is the files lane's.
public final class Cache {
    private final Latest latest;
    private final Clearable place;
    private final Consumer<FactorscopeException> failures;
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper("");
    private final BooleanProperty asking = new SimpleBooleanProperty();

    Cache(TaskExecutor executor, Clearable place, Consumer<FactorscopeException> failures) {
        this.latest = new Latest(executor, Lane.FILES);
        this.place = place;
        this.failures = failures;
    }

    /// How large it is, or what clearing has left.
    public ReadOnlyStringProperty lineProperty() {
        return line.getReadOnlyProperty();
    }

    /// Whether the person is being asked.
    public BooleanProperty askingProperty() {
        return asking;
    }

    /// Measures the folder again.
    public void refresh() {
        asking.set(false);
        latest.request(context -> Amounts.bytes(place.bytes()), progress -> {}, this::show);
    }

    /// Empties the folder.
    public void clear() {
        asking.set(false);
        latest.request(
                context -> {
                    place.clear(context);
                    long left = place.bytes();
                    return left == 0
                            ? Words.of("settings.cleared")
                            : Words.format("settings.cleared-are-in-use-and", Amounts.bytes(left));
                },
                progress -> {},
                this::show);
    }

    private void show(Outcome<String> outcome) {
        switch (outcome) {
            case Outcome.Done<String> done -> line.set(done.value());
            case Outcome.Failed<String> failed -> failures.accept(failed.failure());
            case Outcome.Cancelled<String> cancelled -> line.set("");
        }
    }
}
