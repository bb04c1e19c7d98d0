package io.factorscope.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Numbers as they are shown.
class NumbersTest {
    @Test
    void onlyDigitsThatMeanSomething() {
        assertEquals("0.97", Numbers.plain(0.971));
        assertEquals("12.4", Numbers.plain(12.41));
        assertEquals("0", Numbers.plain(0));
        assertEquals("+2.1", Numbers.signed(2.1));
        assertEquals("\u22120.30", Numbers.signed(-0.3));
        assertEquals("+0.35", Numbers.alpha(0.35));
        assertEquals("0.00", Numbers.alpha(-0.001));
        assertEquals("4.1 %", Numbers.percent(0.041));
    }

    @Test
    void axesHaveRoundNumbersWithoutIdleZeros() {
        assertEquals("50", Numbers.axis(50));
        assertEquals("0.5", Numbers.axis(0.5));
        assertEquals("1e\u22126", Numbers.axis(1e-6));
        assertEquals(List.of(0.0, 50.0, 100.0), Ticks.linear(0, 100, 2));
        assertEquals(List.of(0.1, 1.0, 10.0, 100.0, 1000.0), Ticks.logarithmic(0.1, 1000));
    }
}
