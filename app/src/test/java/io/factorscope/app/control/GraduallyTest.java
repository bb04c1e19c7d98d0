package io.factorscope.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.factorscope.app.FxToolkit;

import javafx.animation.AnimationTimer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

class GraduallyTest {
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<Integer> pulses = new CopyOnWriteArrayList<>();
    private int pulse;
    private final AnimationTimer counter =
            new AnimationTimer() {
                @Override
                public void handle(long now) {
                    pulse++;
                }
            };

    @BeforeEach
    void count() throws Exception {
        FxToolkit.call(() -> {
            counter.start();
            return true;
        });
    }

    @AfterEach
    void stop() throws Exception {
        FxToolkit.call(() -> {
            counter.stop();
            return true;
        });
    }

    private Gradually making(String... names) {
        Gradually made = new Gradually();
        Stream.of(names)
                .forEach(name ->
                        made.then(() -> {
                            done.add(name);
                            pulses.add(pulse);
                        }));
        return made;
    }

    private static void until(Callable<Boolean> met) throws TimeoutException {
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, met);
    }

    @Test
    void twoThatWaitTakeTurnsAndNeverShareAPulse() throws Exception {
        FxToolkit.call(() -> {
            making("a1", "a2", "a3").start();
            making("b1", "b2").start();
            return true;
        });
        until(() -> done.size() == 5);
        assertEquals(List.of("a1", "b1", "a2", "b2", "a3"), done);
        assertEquals(5, new HashSet<>(pulses).size());
    }

    @Test
    void whatIsStoppedWaitsUntilItIsStartedAndWhatIsForgottenIsNeverDone() throws Exception {
        Gradually stopped = making("late");
        FxToolkit.call(() -> {
            stopped.start();
            stopped.stop();
            Gradually forgotten = making("never");
            forgotten.start();
            forgotten.forget();
            making("one", "two", "three").start();
            return true;
        });
        until(() -> done.size() == 3);
        FxToolkit.call(() -> {
            stopped.start();
            return true;
        });
        until(() -> done.size() == 4);
        assertEquals(List.of("one", "two", "three", "late"), done);
    }

    @Test
    void whatCannotWaitIsFinishedAtOnce() throws Exception {
        List<String> after =
                FxToolkit.call(() -> {
                    Gradually made = making("first", "second");
                    made.start();
                    made.finish();
                    return List.copyOf(done);
                });
        assertEquals(List.of("first", "second"), after);
    }
}
