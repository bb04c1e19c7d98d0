package io.factorscope.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/// What every executor promises. A subclass supplies one, and a way to wait for its callbacks.
abstract class TaskExecutorContract {
    /// The executor under test.
    abstract TaskExecutor executor();

    /// Runs something on the thread that stands for the window's, and waits for it.
    abstract void onWindowThread(Runnable work);

    /// Runs callbacks on the window's thread until so many outcomes have arrived.
    abstract void await(List<?> outcomes, int count);

    private final List<String> events = new ArrayList<>();
    private final List<Outcome<String>> outcomes = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void aResultArrivesOnce(Lane lane) {
        onWindowThread(() -> executor().submit(lane, context -> "done", outcomes::add));
        await(outcomes, 1);
        assertEquals(List.of(new Outcome.Done<>("done")), outcomes);
    }

    @Test
    void theLastProgressArrivesBeforeTheOutcome() {
        onWindowThread(() ->
                executor()
                        .<String>submit(
                                Lane.BATCH,
                                context -> {
                                    for (int i = 1; i <= 1000; i++) {
                                        context.progress("fit", i, 1000, "iterations");
                                    }
                                    return "done";
                                },
                                progress -> events.add("at " + progress.done()),
                                outcome -> {
                                    events.add("outcome");
                                    outcomes.add(outcome);
                                }));
        await(outcomes, 1);
        assertEquals(
                List.of("at 1000", "outcome"), events.subList(events.size() - 2, events.size()));
    }

    @Test
    void anInteractiveJobRunsDuringABatchJob() {
        onWindowThread(() ->
                executor()
                        .<String>submit(
                                Lane.BATCH,
                                context -> {
                                    events.add("batch begins");
                                    executor()
                                            .submit(Lane.INTERACTIVE, c -> slide(), outcomes::add);
                                    context.checkpoint();
                                    events.add("batch ends");
                                    return "batch";
                                },
                                outcomes::add));
        await(outcomes, 2);
        assertEquals(List.of("batch begins", "slider", "batch ends"), events);
    }

    private String slide() {
        events.add("slider");
        return "slider";
    }

    @Test
    void aCancelledJobEndsAsCancelled() {
        onWindowThread(() ->
                executor()
                        .<String>submit(
                                Lane.BATCH,
                                context -> {
                                    context.cancel();
                                    context.checkpoint();
                                    return "never";
                                },
                                outcomes::add));
        await(outcomes, 1);
        assertInstanceOf(Outcome.Cancelled.class, outcomes.getFirst());
    }

    @Test
    void failuresAreOutcomesAndTheLaneLivesOn() {
        onWindowThread(() -> {
            executor()
                    .<String>submit(
                            Lane.BATCH,
                            context -> {
                                throw new FactorscopeException("FS-X-1", "no such file");
                            },
                            outcomes::add);
            executor()
                    .<String>submit(
                            Lane.BATCH,
                            context -> {
                                throw new StackOverflowError();
                            },
                            outcomes::add);
            executor().submit(Lane.BATCH, context -> "alive", outcomes::add);
        });
        await(outcomes, 3);
        assertEquals("FS-X-1", failureCode(0));
        assertEquals("FS-JOB-002", failureCode(1));
        assertEquals(new Outcome.Done<>("alive"), outcomes.get(2));
    }

    private String failureCode(int index) {
        return assertInstanceOf(Outcome.Failed.class, outcomes.get(index)).failure().code();
    }

    @Test
    void whatIsSupersededIsNeverShown() {
        onWindowThread(() -> {
            Latest latest = new Latest(executor(), Lane.INTERACTIVE);
            latest.<String, String>stream(
                    (context, partial) -> {
                        partial.accept("old word");
                        return "old";
                    },
                    word -> {
                        events.add(word);
                        askAgain(latest);
                    },
                    outcomes::add);
            if (outcomes.isEmpty() && !events.contains("old word")) {
                askAgain(latest);
            }
        });
        await(outcomes, 1);
        assertEquals(List.of(new Outcome.Done<>("new")), outcomes);
        assertTrue(events.contains("new word"));
    }

    private void askAgain(Latest latest) {
        latest.<String, String>stream(
                (context, partial) -> {
                    partial.accept("new word");
                    return "new";
                },
                events::add,
                outcomes::add);
    }
}
