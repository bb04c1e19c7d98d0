package io.factorscope.app.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Every failure becomes one line that a person can read.
class ErrorCenterTest {
    private final Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final ErrorCenter center =
            new ErrorCenter(Runnable::run, Clock.fixed(now, ZoneOffset.UTC));

    @Test
    void failuresAreListedNewestFirst() {
        center.report(new FactorscopeException("FS-DATA-001", "No such file."));
        center.report(new IllegalStateException("first line\nsecond line"));
        assertEquals(
                List.of(
                        new ErrorEntry(
                                "FS-APP-001", "Unexpected failure: first line (see the log)", now),
                        new ErrorEntry("FS-DATA-001", "No such file.", now)),
                center.entries().stream()
                        .map(e -> new ErrorEntry(e.code(), e.message(), e.time()))
                        .toList());
        assertEquals(
                FactorscopeException.class.getName(),
                center.entries().getLast().where().getFirst());
    }

    @Test
    void outOfMemoryHasItsOwnAdvice() {
        center.report(new OutOfMemoryError());
        assertEquals("FS-JOB-003", center.entries().getFirst().code());
        assertTrue(center.entries().getFirst().message().contains("smaller K"));
    }

    @Test
    void aFailureIsCopiedAsOneLine() {
        center.report(new FactorscopeException("FS-DATA-001", "No such file."));
        String line = center.entries().getFirst().line();
        assertTrue(line.matches("2026-01-0[12] ..:..:.. FS-DATA-001 No such file\\."), line);
        assertTrue(line.contains(center.entries().getFirst().clock()));
    }

    @Test
    void failuresCanBeDismissed() {
        center.report(new NullPointerException());
        center.dismiss(center.entries().getFirst());
        assertEquals(List.of(), center.entries());
    }
}
