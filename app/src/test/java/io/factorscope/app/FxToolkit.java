package io.factorscope.app;

import javafx.application.Platform;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// The JavaFX toolkit on its headless platform, started once for all tests of this run.
public final class FxToolkit {
    private static boolean started;

    private FxToolkit() {}

    private static synchronized void start() throws InterruptedException {
        if (!started) {
            CountDownLatch ready = new CountDownLatch(1);
            Platform.startup(ready::countDown);
            if (!ready.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the JavaFX toolkit did not start");
            }
            Platform.setImplicitExit(false);
            started = true;
        }
    }

    /// Runs something on the FX thread and waits for its result; there, at once.
    public static <T> T call(Callable<T> work) {
        try {
            start();
            if (Platform.isFxApplicationThread()) {
                return work.call();
            }
            FutureTask<T> task = new FutureTask<>(work);
            Platform.runLater(task);
            return task.get(120, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
