package io.factorscope.app.cli;

import io.factorscope.app.task.OnInterrupt;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What every command shares: it is a job that ends with an exit code.
///
/// 0 done; 1 failed, with one line on stderr; 2 wrong usage (from picocli); 130 cancelled.
abstract class JobCommand implements Callable<Integer> {
    private static final int CANCELLED = 130;
    private static final long CLEAN_UP_SECONDS = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec commandSpec;

    private final ProgressLine progressLine = new ProgressLine();

    /// Does the work; nothing is written by a job that fails or is cancelled.
    abstract void run(JobContext context) throws FactorscopeException;

    @Override
    public final Integer call() {
        JobContext context = new JobContext(this::show, () -> {});
        CountDownLatch ended = new CountDownLatch(1);
        try (OnInterrupt _ = new OnInterrupt(() -> cancelAndWait(context, ended))) {
            Job<Boolean> job =
                    running -> {
                        run(running);
                        return true;
                    };
            int code = exitCode(job.outcome(context));
            ended.countDown();
            return code;
        } finally {
            ended.countDown();
            progressLine.clear(err());
        }
    }

    private int exitCode(Outcome<Boolean> outcome) {
        return switch (outcome) {
            case Outcome.Done<Boolean> done -> CommandLine.ExitCode.OK;
            case Outcome.Cancelled<Boolean> cancelled -> CANCELLED;
            case Outcome.Failed<Boolean> failed -> {
                progressLine.clear(err());
                err().println(failed.failure().code() + ": " + failed.failure().getMessage());
                err().flush();
                yield CommandLine.ExitCode.SOFTWARE;
            }
        };
    }

    /// On Ctrl+C: stop the job and let it clean up before the process ends.
    private static void cancelAndWait(JobContext context, CountDownLatch ended) {
        context.cancel();
        try {
            boolean inTime = ended.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.getLogger(JobCommand.class.getName())
                        .log(System.Logger.Level.WARNING, "the job did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(Progress progress) {
        progressLine.show(err(), progress);
    }

    /// What was given on the command line.
    final CommandLine.ParseResult parsed() {
        return commandSpec.commandLine().getParseResult();
    }

    /// Where results are printed.
    final PrintWriter out() {
        return commandSpec.commandLine().getOut();
    }

    /// Where progress and failures are printed.
    final PrintWriter err() {
        return commandSpec.commandLine().getErr();
    }
}
