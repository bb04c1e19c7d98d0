package io.factorscope.app.cli;

import java.util.Locale;

/// Numbers of parameters as people say them.
final class ModelWords {
    private ModelWords() {}

    /// `124 M`, `1.2 B`, or `unknown` for none.
    static String count(long parameters) {
        if (parameters == 0) {
            return "unknown";
        }
        if (parameters < 10_000) {
            return Long.toString(parameters);
        }
        if (parameters < 999_500) {
            return Math.round(parameters / 1e3) + " k";
        }
        boolean billions = parameters >= 999_500_000;
        double value = parameters / (billions ? 1e9 : 1e6);
        String format = value < 9.95 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, value, billions ? "B" : "M");
    }
}
