package io.factorscope.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.factorscope.core.job.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The real lanes keep the contract; the test's own thread stands for the window's.
class LanesTest extends TaskExecutorContract {
    private final BlockingQueue<Runnable> window = new LinkedBlockingQueue<>();
    private final Lanes lanes = new Lanes(window::add);

    @AfterEach
    void close() {
        lanes.close();
    }

    @Override
    TaskExecutor executor() {
        return lanes;
    }

    @Override
    void onWindowThread(Runnable work) {
        work.run();
    }

    @Override
    void await(List<?> outcomes, int count) {
        while (outcomes.size() < count) {
            runOneCallback();
        }
        assertEquals(count, outcomes.size());
    }

    private void runOneCallback() {
        try {
            Runnable callback = window.poll(30, TimeUnit.SECONDS);
            assertNotNull(callback, "no callback came");
            callback.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRunningJobIsCancelledAtItsNextCheckAndAWaitingOneNeverRuns() {
        List<Outcome<String>> outcomes = new ArrayList<>();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        TaskHandle first =
                lanes.submit(
                        Lane.BATCH,
                        context -> {
                            running.countDown();
                            pass(cancelled);
                            context.checkpoint();
                            return "never";
                        },
                        outcomes::add);
        TaskHandle second = lanes.submit(Lane.BATCH, context -> "never", outcomes::add);
        pass(running);
        first.cancel();
        second.cancel();
        cancelled.countDown();
        await(outcomes, 2);
        outcomes.forEach(outcome -> assertInstanceOf(Outcome.Cancelled.class, outcome));
    }

    @Test
    void stopAndKeepBestEndsWithAResult() {
        List<Outcome<String>> outcomes = new ArrayList<>();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        TaskHandle handle =
                lanes.submit(
                        Lane.BATCH,
                        context -> {
                            running.countDown();
                            pass(asked);
                            return context.stopRequested() ? "best so far" : "all";
                        },
                        outcomes::add);
        pass(running);
        handle.stopAndKeepBest();
        asked.countDown();
        await(outcomes, 1);
        assertEquals(new Outcome.Done<>("best so far"), outcomes.getFirst());
    }

    @Test
    void interactiveWorkOvertakesWaitingBatchWork() {
        List<Outcome<String>> outcomes = new ArrayList<>();
        CountDownLatch queued = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        lanes.submit(Lane.BATCH, context -> waitThen(running, queued, "first"), outcomes::add);
        pass(running);
        lanes.submit(Lane.BATCH, context -> "second", outcomes::add);
        lanes.submit(Lane.INTERACTIVE, context -> "slider", outcomes::add);
        queued.countDown();
        await(outcomes, 3);
        assertEquals(
                List.of(
                        new Outcome.Done<>("first"),
                        new Outcome.Done<>("slider"),
                        new Outcome.Done<>("second")),
                outcomes);
    }

    @Test
    void closingCancelsWhatWaits() {
        List<Outcome<String>> outcomes = new ArrayList<>();
        CountDownLatch queued = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        lanes.submit(Lane.BATCH, context -> waitThen(running, queued, "first"), outcomes::add);
        pass(running);
        lanes.submit(Lane.BATCH, context -> "second", outcomes::add);
        lanes.close();
        queued.countDown();
        lanes.submit(Lane.BATCH, context -> "too late", outcomes::add);
        await(outcomes, 3);
        assertEquals(0, outcomes.stream().filter(new Outcome.Done<>("second")::equals).count());
        assertEquals(0, outcomes.stream().filter(new Outcome.Done<>("too late")::equals).count());
    }

    private static String waitThen(CountDownLatch begun, CountDownLatch latch, String result) {
        begun.countDown();
        pass(latch);
        return result;
    }

    private static void pass(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("waited too long");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
