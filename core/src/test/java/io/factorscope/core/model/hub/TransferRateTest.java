package io.factorscope.core.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.factorscope.core.job.Amounts;

import org.junit.jupiter.api.Test;

/// Speed and time left, and sizes and times in words.
class TransferRateTest {
    private long now;

    @Test
    void speedIsThatOfTheLastSeconds() {
        TransferRate rate = new TransferRate(() -> now);
        assertEquals("", rate.note(0, 100_000_000));
        now += 1_000_000_000L;
        assertEquals("10 MB/s · 9 s left", rate.note(10_000_000, 100_000_000));
        now += 10_000_000_000L;
        assertEquals("", rate.note(10_000_000, 100_000_000), "nothing came for long");
    }

    @Test
    void amountsHaveTheDigitsThatMatter() {
        assertEquals("840 B", Amounts.bytes(840));
        assertEquals("1.0 kB", Amounts.bytes(1000));
        assertEquals("1.0 MB", Amounts.bytes(999_600));
        assertEquals("5.2 GB", Amounts.bytes(5_200_000_000L));
        assertEquals("250 GB", Amounts.bytes(250_000_000_000L));
        assertEquals("under 1 s", Amounts.time(0.2));
        assertEquals("40 s", Amounts.time(40.2));
        assertEquals("3 min", Amounts.time(190));
        assertEquals("2.5 h", Amounts.time(9000));
    }
}
