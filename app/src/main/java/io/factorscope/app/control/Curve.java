package io.factorscope.app.control;

import java.util.Arrays;

/// The points of a growing curve, and their range.
final class Curve {
    private double[] xs = new double[256];
    private double[] ys = new double[256];
    private int size;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    void add(double x, double y) {
        if (size == xs.length) {
            xs = Arrays.copyOf(xs, size * 2);
            ys = Arrays.copyOf(ys, size * 2);
        }
        xs[size] = x;
        ys[size] = y;
        size++;
        low = Math.min(low, y);
        high = Math.max(high, y);
    }

    void clear() {
        size = 0;
        low = Double.POSITIVE_INFINITY;
        high = Double.NEGATIVE_INFINITY;
    }

    int size() {
        return size;
    }

    double x(int index) {
        return xs[index];
    }

    double y(int index) {
        return ys[index];
    }

    double low() {
        return low;
    }

    double high() {
        return high;
    }
}
