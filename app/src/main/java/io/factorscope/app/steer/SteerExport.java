package io.factorscope.app.steer;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.steering.PythonScript;
import io.factorscope.core.steering.SteerRun;
import io.factorscope.core.steering.Steering;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import java.nio.charset.StandardCharsets;
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

    SteerExport(Session session, TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.session = session;
        this.executor = executor;
        this.failures = failures;
    }

    /// Writes a run as the file's ending says: `.csv`, else JSON.
    public void write(SteerRun run, Path file, Consumer<Path> done) {
        boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        submit(
                Lane.FILES,
                context -> {
                    String text = csv ? run.csv() : Json.text(run);
                    AtomicFiles.write(
                            file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
                    return file;
                },
                done);
    }

    /// Writes the Python script and its vectors into a folder, and hands on the script's text.
    public void python(SteerRun run, Steering steering, Path folder, Consumer<String> done) {
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
                    script.save(folder);
                    return script.text();
                },
                done);
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
