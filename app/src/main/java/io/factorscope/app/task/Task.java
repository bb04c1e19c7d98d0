package io.factorscope.app.task;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// One submitted job: runs once, reports once.
final class Task<T> implements TaskHandle, Runnable {
    private final Job<T> job;
    private final Relay<Progress> progress;
    private final JobContext context;
    private final Executor post;
    private final Consumer<Outcome<T>> onOutcome;
    private volatile boolean done;

    Task(
            Job<T> job,
            Relay<Progress> progress,
            Runnable interactiveWork,
            Executor post,
            Consumer<Outcome<T>> onOutcome) {
        this.job = job;
        this.progress = progress;
        this.context = new JobContext(progress, interactiveWork);
        this.post = post;
        this.onOutcome = onOutcome;
    }

    @Override
    public void run() {
        Outcome<T> outcome = context.cancelled() ? new Outcome.Cancelled<>() : outcome();
        progress.flush();
        done = true;
        post.execute(() -> onOutcome.accept(outcome));
    }

    private Outcome<T> outcome() {
        try {
            return job.outcome(context);
        } catch (Error e) {
            // A lane must outlive any job: a missing class or a deep recursion ends the job only.
            return new Outcome.Failed<>(
                    new FactorscopeException(
                            "FS-JOB-002",
                            "Unexpected failure: " + e + " (details are in the log).",
                            e));
        }
    }

    @Override
    public void cancel() {
        context.cancel();
    }

    @Override
    public void stopAndKeepBest() {
        context.stopAndKeepBest();
    }

    @Override
    public void pause() {
        context.pause();
    }

    @Override
    public void resume() {
        context.resume();
    }

    @Override
    public boolean isDone() {
        return done;
    }
}
