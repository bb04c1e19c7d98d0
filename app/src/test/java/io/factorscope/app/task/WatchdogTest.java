package io.factorscope.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FxToolkit;

import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

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
}
