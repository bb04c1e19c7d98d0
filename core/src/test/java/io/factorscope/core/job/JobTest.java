package io.factorscope.core.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class JobTest {
    private static Outcome<String> outcome(Job<String> job) {
        return job.outcome(JobContext.silent());
    }

    private static FactorscopeException failure(Job<String> job) {
        return assertInstanceOf(Outcome.Failed.class, outcome(job)).failure();
    }

    @Test
    void everyEndingBecomesAnOutcome() {
        assertEquals(new Outcome.Done<>("well"), outcome(context -> "well"));
        assertEquals(
                new Outcome.Cancelled<String>(),
                outcome(context -> {
                    context.cancel();
                    context.checkCancelled();
                    return "not reached";
                }));
        FactorscopeException known = new FactorscopeException("FS-X-001", "A known failure.");
        assertEquals(
                known,
                failure(context -> {
                    throw known;
                }));
    }

    @Test
    void anUnexpectedFailureIsOneLine() {
        FactorscopeException failure =
                failure(context -> {
                    throw new IllegalStateException("first line\nstack, more stack");
                });
        assertEquals("FS-JOB-002", failure.code());
        assertEquals(1, String.valueOf(failure.getMessage()).lines().count());
        assertTrue(String.valueOf(failure.getMessage()).contains("first line"));
        FactorscopeException silent =
                failure(context -> {
                    throw new UnsupportedOperationException();
                });
        assertTrue(String.valueOf(silent.getMessage()).contains("UnsupportedOperationException"));
    }

    @Test
    void runningOutOfMemoryComesWithAdvice() {
        FactorscopeException failure =
                failure(context -> {
                    throw new OutOfMemoryError("Java heap space");
                });
        assertEquals("FS-JOB-003", failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("smaller K"));
        FactorscopeException nativeToo =
                failure(context -> {
                    throw new IllegalStateException(
                            "[enforce fail at alloc_cpu.cpp:118] DefaultCPUAllocator: can't"
                                + " allocate memory: you tried to allocate 400000000000 bytes.");
                });
        assertEquals("FS-JOB-003", nativeToo.code());
    }

    @Test
    void aGpuThatGoesAwayIsSaidWithAnotherDeviceToChoose() {
        FactorscopeException failure =
                failure(context -> {
                    throw new IllegalStateException("CUDA error: unspecified launch failure");
                });
        assertEquals("FS-DEVICE-008", failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("--device cpu"));
    }

    @Test
    void waitingWorkRunsAtEveryCheckpointAndMayCancel() {
        List<String> ran = new ArrayList<>();
        List<Progress> seen = new ArrayList<>();
        JobContext context = new JobContext(seen::add, () -> ran.add("slider"));
        context.progress("fitting", 1, 4, "iterations");
        assertFalse(context.cancelled());
        assertThrows(
                CancelledException.class,
                () -> {
                    context.checkpoint();
                    context.cancel();
                    context.checkpoint();
                });
        assertEquals(List.of("slider"), ran);
        assertEquals("fitting 1 of 4 iterations", seen.get(0).describe());
        assertTrue(context.cancelled());
    }

    @Test
    void stoppingIsNotCancelling() throws CancelledException {
        JobContext context = JobContext.silent();
        context.stopAndKeepBest();
        context.checkCancelled();
        assertTrue(context.stopRequested());
    }

    @Test
    void progressOfUnknownLengthHasNoFraction() {
        assertEquals(-1, new Progress("loading", 3, 0, "").fraction());
        assertEquals("loading", new Progress("loading", 3, 0, "").describe());
        assertEquals(0.25, new Progress("loading", 1, 4, "files").fraction());
        assertEquals(1, new Progress("loading", 9, 4, "files").fraction());
    }

    @Test
    void provenanceKeepsItsInputs() {
        Provenance provenance = Provenance.now("cpu", 7, Map.of("model", "abc"));
        assertEquals("abc", provenance.inputs().get("model"));
        assertEquals(7, provenance.seed());
        assertEquals(Provenance.VERSION, provenance.version());
    }

    @Test
    void aPausedJobStillRunsInteractiveWorkAndGoesOnWhenResumed() throws CancelledException {
        JobContext[] holder = new JobContext[1];
        int[] ran = {0};
        JobContext context =
                new JobContext(
                        progress -> {},
                        () -> {
                            if (++ran[0] == 4) {
                                holder[0].resume();
                            }
                        });
        holder[0] = context;
        context.checkpoint();
        assertEquals(1, ran[0]);
        context.pause();
        assertTrue(context.paused());
        context.checkpoint();
        assertEquals(4, ran[0]);
        assertFalse(context.paused());
    }

    @Test
    void aPausedJobCanBeCancelledOrStopped() throws CancelledException {
        JobContext cancelled = JobContext.silent();
        cancelled.pause();
        JobContext[] holder = new JobContext[1];
        JobContext context =
                new JobContext(
                        progress -> {},
                        () -> {
                            if (holder[0].paused()) {
                                holder[0].cancel();
                            }
                        });
        holder[0] = context;
        context.pause();
        assertThrows(CancelledException.class, context::checkpoint);
        cancelled.stopAndKeepBest();
        cancelled.checkpoint();
        assertTrue(cancelled.stopRequested());
    }
}
