package io.factorscope.app.control;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/// Numbers as people read them here: a true minus sign, only digits that mean something.
public final class Numbers {
    private static final String MINUS = "\u2212";

    private Numbers() {}

    /// A value of a heat or an axis: `0.97`, `12.4`, `1200`, `4e−4`.
    public static String plain(double value) {
        double size = Math.abs(value);
        if (size > 0 && size < 0.01) {
            return scientific(value);
        }
        String format = size == 0 || size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return withMinus(String.format(Locale.ROOT, format, value));
    }

    /// A change, with its sign: `+2.1`, `−0.30`.
    public static String signed(double value) {
        double size = Math.abs(value);
        String text =
                size >= 1 && size < 100
                        ? withMinus(String.format(Locale.ROOT, "%.1f", value))
                        : plain(value);
        return value > 0 ? "+" + text : text;
    }

    /// A number on an axis, without idle zeros: `0.5`, `50`, `1e−6`.
    public static String axis(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        boolean plain = Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6;
        return plain ? withMinus(rounded.toPlainString()) : scientific(value);
    }

    /// A share: `4.1 %`.
    public static String percent(double share) {
        double percent = share * 100;
        String format = percent >= 10 || percent == 0 ? "%.0f %%" : "%.1f %%";
        return String.format(Locale.ROOT, format, percent);
    }

    /// The strength of a push, always two decimals: `−0.40`.
    public static String alpha(double value) {
        double rounded = Math.round(value * 100) / 100.0 + 0.0;
        String text = withMinus(String.format(Locale.ROOT, "%.2f", rounded));
        return rounded > 0 ? "+" + text : text;
    }

    private static String scientific(double value) {
        DecimalFormat format =
                new DecimalFormat("0.#E0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return withMinus(format.format(value).toLowerCase(Locale.ROOT));
    }

    private static String withMinus(String text) {
        return text.replace("-", MINUS);
    }
}
