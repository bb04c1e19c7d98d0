package io.factorscope.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FxToolkit;

import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

class WatchdogTest {
    private static final Duration LONG = Duration.ofMillis(120);

    private static void holdUpTheWindow() {
        long end = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aLongStepIsNoticedWithWhatItDid() throws Exception {
        FxToolkit.call(() -> true);
        try (Watchdog dog = Watchdog.start()) {
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> dog.report().steps() > 3);
            dog.reset();
            FxToolkit.call(() -> {
                holdUpTheWindow();
                return true;
            });
            WaitForAsyncUtils.waitFor(
                    20,
                    TimeUnit.SECONDS,
                    () -> dog.report().longest().compareTo(Duration.ofMillis(60)) > 0);
            Watchdog.Report report = dog.report();
            assertTrue(report.late() >= 1);
            assertTrue(report.toString().contains("holdUpTheWindow"), report.toString());
            dog.reset();
            assertEquals(Duration.ZERO, dog.report().longest());
        }
    }

    @Test
    void aStepThatOnlyWaitsIsNotTakenForOneThatComputes() throws Exception {
        FxToolkit.call(() -> true);
        try (Watchdog dog = Watchdog.start()) {
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> dog.report().steps() > 3);
            dog.reset();
            FxToolkit.call(() -> {
                compute();
                return true;
            });
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> dog.report().late() > 0);
            Watchdog.Report busy = dog.report();
            assertTrue(busy.waiting() + busy.drawing() < busy.late(), busy.toString());
            dog.reset();
            FxToolkit.call(() -> {
                holdUpTheWindow();
                return true;
            });
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> dog.report().late() > 0);
            assertTrue(dog.report().waiting() > 0, dog.report().toString());
        }
    }

    /// Works for three tenths of a second of the thread's own processor time.
    private static void compute() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + 300_000_000;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }
}
