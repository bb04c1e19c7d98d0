package io.factorscope.core.job;

import java.util.Locale;

/// Sizes, counts and times as people read them: `5.2 GB`, `124 M`, `3 min`.
public final class Amounts {
    private static final String[] BYTE_UNITS = {"kB", "MB", "GB", "TB"};

    private Amounts() {}

    /// Bytes in decimal units, as disks and downloads are sold: `840 B`, `12 MB`, `5.2 GB`.
    public static String bytes(long count) {
        if (count < 1000) {
            return count + " B";
        }
        double value = count / 1000.0;
        int unit = 0;
        while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String format = value < 9.95 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, value, BYTE_UNITS[unit]);
    }

    /// Numbers of parameters: `110 k`, `124 M`, `1.2 B`, or `unknown` for none.
    public static String parameters(long count) {
        if (count == 0) {
            return "unknown";
        }
        if (count < 10_000) {
            return Long.toString(count);
        }
        if (count < 999_500) {
            return Math.round(count / 1e3) + " k";
        }
        boolean billions = count >= 999_500_000;
        double value = count / (billions ? 1e9 : 1e6);
        String format = value < 9.95 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, value, billions ? "B" : "M");
    }

    /// A time in its largest sensible unit: `under 1 s`, `40 s`, `3 min`, `2.5 h`.
    public static String time(double seconds) {
        if (seconds < 1) {
            return "under 1 s";
        }
        if (seconds < 90) {
            return Math.round(seconds) + " s";
        }
        if (seconds < 90 * 60) {
            return Math.round(seconds / 60) + " min";
        }
        return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
