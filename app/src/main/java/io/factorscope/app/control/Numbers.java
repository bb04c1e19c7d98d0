package io.factorscope.app.control;

import java.util.Locale;

/// Numbers as people read them here: a true minus sign, only digits that mean something.
public final class Numbers {
    private static final String MINUS = "\u2212";

    private Numbers() {}

    /// A value of a heat or an axis: `0.97`, `12.4`, `1200`, `0.0004`.
    public static String plain(double value) {
        double size = Math.abs(value);
        String format = size == 0 ? "%.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        if (size > 0 && size < 0.01) {
            format = "%.1e";
        }
        return withMinus(String.format(Locale.ROOT, format, value));
    }

    /// A change, with its sign: `+2.1`, `−0.30`.
    public static String signed(double value) {
        return value > 0 ? "+" + plain(value) : plain(value);
    }

    /// A share: `4.1 %`.
    public static String percent(double share) {
        double percent = share * 100;
        String format = percent >= 10 || percent == 0 ? "%.0f %%" : "%.1f %%";
        return String.format(Locale.ROOT, format, percent);
    }

    /// The strength of a push, always two decimals: `−0.40`.
    public static String alpha(double value) {
        String text = withMinus(String.format(Locale.ROOT, "%.2f", value));
        return value > 0 ? "+" + text : text;
    }

    private static String withMinus(String text) {
        return text.replace("-", MINUS);
    }
}
