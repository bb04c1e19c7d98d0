package io.factorscope.app.control;

import java.util.ArrayList;
import java.util.List;

/// Round numbers for an axis.
final class Ticks {
    private Ticks() {}

    /// About `wanted` multiples of 1, 2 or 5 times a power of ten within `[low, high]`.
    static List<Double> linear(double low, double high, int wanted) {
        double span = high - low;
        if (!(span > 0)) {
            return List.of(low);
        }
        double rough = span / Math.max(1, wanted);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / power;
        double step = power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        long last = (long) Math.floor(high / step + 1e-9);
        for (long i = (long) Math.ceil(low / step - 1e-9); i <= last; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /// 1, 2 and 5 times the powers of ten within `[low, high]`, for a logarithmic axis; powers only
    /// where those are many.
    static List<Double> logarithmic(double low, double high) {
        List<Double> ticks = new ArrayList<>();
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        int[] factors = last - first > 3 ? new int[] {1} : new int[] {1, 2, 5};
        for (int power = first; power <= last; power++) {
            for (int factor : factors) {
                double tick = factor * Math.pow(10, power);
                if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
