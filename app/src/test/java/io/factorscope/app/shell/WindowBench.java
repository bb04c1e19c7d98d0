package io.factorscope.app.shell;

import io.factorscope.app.task.Watchdog;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// How long the FX thread is held up while the window works, run on demand (docs/benchmarks.md says
/// how).
@EnabledIfSystemProperty(named = "factorscope.bench", matches = "true")
class WindowBench extends WindowJourney {
    private static final int MOVES = 40;
    private static final double LARGEST = 8;

    private interface Work {
        void run() throws Exception;
    }

    private static void watched(String what, Work work) throws Exception {
        try (Watchdog dog = Watchdog.start(Duration.ofMillis(4))) {
            work.run();
            double[] millis = dog.millis();
            Arrays.sort(millis);
            System.out.printf(
                    "%s: %s; median %.1f ms, 99 %% within %.1f ms%n",
                    what,
                    dog.report(),
                    millis[millis.length / 2],
                    millis[(int) (millis.length * 0.99)]);
        }
    }

    /// Starts a fit of far more iterations than are waited for.
    private void beginFit() throws Exception {
        run(workbench.places()::showStart);
        run(() -> {
            workbench.start().form().rank.set("100");
            workbench.start().form().iterations.set("5000");
            workbench.start().form().patience.set("5000");
            workbench.start().form().refits.set("0");
            workbench.start().form().steerability.set(false);
        });
        run(workbench.start()::fit);
        until(() -> running());
    }

    /// The best so far becomes the analysis, and all screens show it.
    private void endFit() throws Exception {
        run(workbench.start()::stopAndKeepBest);
        until(() -> !running());
        until(() -> workbench.factors().selectedProperty().get() != null);
        TimeUnit.SECONDS.sleep(3);
    }

    private void steerAWhile() throws Exception {
        for (int i = 0; i < MOVES; i++) {
            double strength = LARGEST * (i % 10) / 10;
            run(() -> workbench.steering().sliders().getFirst().valueProperty().set(strength));
            TimeUnit.MILLISECONDS.sleep(250);
        }
        until(() -> !workbench.steering().writingProperty().get());
    }

    @Test
    void stepsOfTheWindow() throws Exception {
        for (int round = 1; round <= 3; round++) {
            beginFit();
            watched("fit, round " + round, () -> TimeUnit.SECONDS.sleep(10));
            watched("its end, round " + round, this::endFit);
        }
        openDemo();
        run(workbench.places()::showSteer);
        until(() -> !workbench.steering().sliders().isEmpty());
        for (int round = 1; round <= 3; round++) {
            watched("sliders and generation, round " + round, this::steerAWhile);
        }
        for (int round = 1; round <= 3; round++) {
            watched("nothing, round " + round, () -> TimeUnit.SECONDS.sleep(5));
        }
    }
}
