package io.factorscope.app.session;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.function.Consumer;

/// A value that a person changes and the program remembers: each change is written on the files
/// lane, and of changes that follow each other closely the newest is written last.
///
/// **Threads**: FX thread, where nothing else is said.
public final class Kept<T> {
    private final ReadOnlyObjectWrapper<T> value;
    private final TaskExecutor executor;
    private final Writer<T> writer;
    private final Consumer<FactorscopeException> failures;
    private volatile T newest;

    /// Puts a value where it is kept.
    @FunctionalInterface
    public interface Writer<T> {
        /// Writes it.
        void write(T value) throws FactorscopeException;
    }

    Kept(
            T first,
            TaskExecutor executor,
            Writer<T> writer,
            Consumer<FactorscopeException> failures) {
        this.value = new ReadOnlyObjectWrapper<>(first);
        this.newest = first;
        this.executor = executor;
        this.writer = writer;
        this.failures = failures;
    }

    /// A value that is `first` until it has been read; what cannot be read is reported.
    public static <T> Kept<T> read(
            T first,
            TaskExecutor executor,
            Job<T> reader,
            Writer<T> writer,
            Consumer<FactorscopeException> failures) {
        Kept<T> kept = new Kept<>(first, executor, writer, failures);
        executor.submit(
                Lane.FILES,
                reader,
                outcome -> {
                    if (outcome instanceof Outcome.Done<T> done) {
                        kept.newest = done.value();
                        kept.value.set(done.value());
                    } else if (outcome instanceof Outcome.Failed<T> failed) {
                        failures.accept(failed.failure());
                    }
                });
        return kept;
    }

    /// The value; any thread.
    public T get() {
        return newest;
    }

    /// The value, to be followed.
    public ReadOnlyObjectProperty<T> property() {
        return value.getReadOnlyProperty();
    }

    /// Changes the value and writes it.
    public void set(T changed) {
        if (changed.equals(newest)) {
            return;
        }
        newest = changed;
        executor.submit(
                Lane.FILES,
                context -> {
                    write();
                    return true;
                },
                outcome -> {
                    if (outcome instanceof Outcome.Failed<Boolean> failed) {
                        failures.accept(failed.failure());
                    }
                });
        value.set(changed);
    }

    private synchronized void write() throws FactorscopeException {
        writer.write(newest);
    }
}
