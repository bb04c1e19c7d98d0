package io.factorscope.app.shell;

import io.factorscope.app.control.StatusBar;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.Progress;

import javafx.beans.value.ObservableValue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The job that the status bar shows: of all that can run, the first that does.
final class JobStatus {
    private final StatusBar bar;
    private final List<Watched> jobs = new ArrayList<>();

    /// Something that can run.
    private record Watched(Supplier<Boolean> running, Supplier<Progress> progress, Runnable end) {}

    JobStatus(StatusBar bar) {
        this.bar = bar;
        bar.setOnCancel(this::cancel);
    }

    /// Also shows this job; the order is that of importance.
    void watch(
            ObservableValue<Boolean> running, ObservableValue<Progress> progress, Runnable cancel) {
        jobs.add(
                new Watched(
                        () -> Boolean.TRUE.equals(running.getValue()), progress::getValue, cancel));
        running.subscribe(now -> show());
        progress.subscribe(now -> show());
    }

    /// Whether any of them runs.
    boolean isRunning() {
        return jobs.stream().anyMatch(job -> job.running.get());
    }

    private void cancel() {
        jobs.stream().filter(job -> job.running.get()).findFirst().ifPresent(job -> job.end.run());
    }

    private void show() {
        for (Watched job : jobs) {
            if (job.running.get()) {
                Progress progress = job.progress.get();
                String text =
                        progress.stage().isEmpty()
                                ? Words.of("shell.working")
                                : progress.describe();
                bar.showJob(text, progress.fraction(), progress.stage().startsWith("fitting"));
                return;
            }
        }
        bar.clearJob();
    }
}
