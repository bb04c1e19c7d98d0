package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;

import java.util.Locale;

/// What a service takes for a million tokens in and out, in whatever money its user counts in; we
/// know no prices, since they change.
public record Price(double in, double out) {
    private static final double MILLION = 1e6;

    /// The price that a person writes: one number for both, or one each with a comma or a space.
    ///
    /// **Errors**: `FS-CHAT-011` for anything else.
    public static Price parse(String text) throws FactorscopeException {
        String[] parts = text.strip().split("[,;\\s]+", -1);
        double in = number(parts[0]);
        double out = number(parts[parts.length - 1]);
        boolean price = parts.length <= 2 && in >= 0 && out >= 0 && Double.isFinite(in + out);
        if (!price) {
            throw new FactorscopeException(
                    "FS-CHAT-011",
                    "The price is '"
                            + text.strip()
                            + "'; expected what a million tokens cost, in and out, such as 0.15,"
                            + " 0.6.");
        }
        return new Price(in, out);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /// What so many calls cost.
    public double of(CallEstimate calls) {
        return (calls.promptTokens() * in + calls.answerTokens() * out) / MILLION;
    }

    /// The same for people, with two digits that count.
    public String line(CallEstimate calls) {
        double cost = of(calls);
        return cost >= 1
                ? String.format(Locale.ROOT, "%,.2f", cost)
                : String.format(Locale.ROOT, "%.2g", cost);
    }
}
