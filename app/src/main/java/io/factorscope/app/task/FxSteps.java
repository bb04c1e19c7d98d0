package io.factorscope.app.task;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import javafx.animation.AnimationTimer;
import javafx.application.Platform;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Drives a window from another thread: steps on the FX thread, and waiting for what they start.
public final class FxSteps {
    private static final long POLL_MILLIS = 15;
    private static final long PATIENCE_SECONDS = 300;
    private static final int PULSES = 12;

    private final JobContext context;

    private FxSteps(JobContext context) {
        this.context = context;
    }

    /// A question to the window, asked on the FX thread.
    @FunctionalInterface
    public interface Condition {
        /// Whether it is so.
        boolean holds();
    }

    /// A step on the FX thread.
    @FunctionalInterface
    public interface Step {
        /// Does it.
        void run() throws Exception;
    }

    /// Starts JavaFX without a display, before anything else has started it.
    ///
    /// **Errors**: `FS-WINDOW-001` when the toolkit does not start.
    public static FxSteps startHeadless(JobContext context) throws FactorscopeException {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        CountDownLatch started = new CountDownLatch(1);
        try {
            Platform.startup(started::countDown);
            boolean inTime = started.await(60, TimeUnit.SECONDS);
            if (!inTime) {
                throw new FactorscopeException(
                        "FS-WINDOW-001", "JavaFX did not start within a minute. Try again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException alreadyStarted) {
            System.getLogger(FxSteps.class.getName())
                    .log(System.Logger.Level.DEBUG, "already started", alreadyStarted);
        } catch (RuntimeException | LinkageError e) {
            throw new FactorscopeException(
                    "FS-WINDOW-001", "JavaFX did not start: " + e.getMessage(), e);
        }
        Platform.setImplicitExit(false);
        return new FxSteps(context);
    }

    /// Runs a step and waits for its end.
    public void run(Step step) throws FactorscopeException {
        call(() -> {
            step.run();
            return true;
        });
    }

    /// Asks for a value and waits for it.
    ///
    /// **Errors**: `FS-WINDOW-002` when the step fails or takes too long.
    public <T> T call(Callable<T> question) throws FactorscopeException {
        context.checkCancelled();
        CompletableFuture<T> answer = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception | LinkageError e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw failed(e);
        }
    }

    private static FactorscopeException failed(Throwable cause) {
        return new FactorscopeException(
                "FS-WINDOW-002", "A step in the window failed: " + cause, cause);
    }

    /// Waits until a condition holds on the FX thread, giving jobs and the window time to run.
    public void await(String what, Condition condition) throws FactorscopeException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!call(condition::holds)) {
            if (System.nanoTime() > deadline) {
                throw new FactorscopeException(
                        "FS-WINDOW-003",
                        "Waited " + PATIENCE_SECONDS + " s for " + what + " in vain.");
            }
            pause();
        }
    }

    /// Lets the window draw what has changed.
    public void settle() throws FactorscopeException {
        CountDownLatch drawn = new CountDownLatch(PULSES);
        AnimationTimer pulses =
                new AnimationTimer() {
                    @Override
                    public void handle(long now) {
                        drawn.countDown();
                    }
                };
        run(pulses::start);
        await("the window to be drawn", () -> drawn.getCount() == 0);
        run(pulses::stop);
    }

    private void pause() throws FactorscopeException {
        try {
            new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
        context.checkCancelled();
    }
}
