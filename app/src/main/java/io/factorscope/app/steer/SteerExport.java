package io.factorscope.app.steer;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.steering.PythonScript;
import io.factorscope.core.steering.SteerRun;
import io.factorscope.core.steering.Steering;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/// Takes a run out of the window: JSON, a table, or a Python script with its vectors.
///
/// **Threads**: FX thread.
public final class SteerExport {
    private final Session session;
    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");

    SteerExport(Session session, TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.session = session;
        this.executor = executor;
        this.failures = failures;
    }

    /// What was last taken out, in a few words.
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    void say(String line) {
        notice.set(line);
    }

    void wrote(Path place) {
        say(Words.format("steer.saved-as", place.getFileName()));
    }

    /// Writes a run as the file's ending says: `.csv`, else JSON.
    public void write(SteerRun run, Path file) {
        boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        submit(
                Lane.FILES,
                context -> {
                    String text = csv ? run.csv() : Json.text(run);
                    AtomicFiles.write(
                            file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
                    return file;
                },
                this::wrote);
    }

    /// Writes the Python script and its vectors into a new folder, `steering` or with a number
    /// behind it, and hands on the script's text.
    public void python(SteerRun run, Steering steering, Path into, Consumer<String> done) {
        Path place;
        try {
            place = session.modelFolder();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        submit(
                Lane.INTERACTIVE,
                context -> {
                    PythonScript script =
                            new PythonScript(
                                    session.models().model(place), run.spec().generate(), steering);
                    Path folder = free(into);
                    script.save(folder);
                    return new Script(folder, script.text());
                },
                script -> {
                    done.accept(script.text);
                    say(Words.format("steer.script-copied", script.folder.getFileName()));
                });
    }

    /// A script and where it was written.
    private record Script(Path folder, String text) {}

    private static Path free(Path into) {
        Path folder = into.resolve("steering");
        for (int number = 2; Files.exists(folder); number++) {
            folder = into.resolve("steering-" + number);
        }
        return folder;
    }

    private <T> void submit(Lane lane, Job<T> job, Consumer<T> done) {
        executor.<T>submit(
                lane,
                job,
                outcome -> {
                    switch (outcome) {
                        case Outcome.Done<T> ended -> done.accept(ended.value());
                        case Outcome.Failed<T> failed -> failures.accept(failed.failure());
                        case Outcome.Cancelled<T> cancelled -> {}
                    }
                });
    }
}
