package io.factorscope.core.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What calls cost at a price that a person gives.
class PriceTest {
    private static final CallEstimate CALLS = new CallEstimate(10, 2_000_000, 500_000);

    @Test
    void tokensInAndOutHaveAPriceEach() throws FactorscopeException {
        assertEquals(2 * 0.15 + 0.5 * 0.6, Price.parse("0.15, 0.6").of(CALLS), 1e-12);
        assertEquals(2.5 * 3, Price.parse(" 3 ").of(CALLS), 1e-12);
        assertEquals("0.60", Price.parse("0.15;0.6").line(CALLS));
        assertEquals("7.50", Price.parse("3").line(CALLS));
        assertTrue(CALLS.line(Price.parse("3")).endsWith(", together 7.50 at most"));
        assertEquals(CALLS.line(), CALLS.line(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cheap", "1,2,3", "-1", "1e999", "NaN"})
    void anythingElseIsRefused(String text) {
        String message = Failing.with("FS-CHAT-011", () -> Price.parse(text));
        assertTrue(message.contains("such as 0.15, 0.6"), message);
    }
}
