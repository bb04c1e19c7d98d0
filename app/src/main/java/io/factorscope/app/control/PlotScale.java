package io.factorscope.app.control;

import java.util.List;

/// From values to pixels, for a plot with one linear axis and one that may be logarithmic.
record PlotScale(Box box, Range xRange, Range yRange, boolean logarithmic) {
    /// The plot's area in pixels.
    record Box(double left, double top, double right, double bottom) {}

    /// The values an axis spans.
    record Range(double low, double high) {}

    /// A range a little wider than the values, so that a curve never runs along an edge.
    static Range padded(double low, double high, boolean logarithmic) {
        if (logarithmic) {
            double floor = Math.max(low, 1e-12);
            return new Range(floor / 1.2, Math.max(high, floor) * 1.2);
        }
        double pad = Math.max(1e-3, (high - low) * 0.08);
        return new Range(Math.max(0, low - pad), high + pad);
    }

    double x(double value) {
        return between(box.left(), box.right(), share(value, xRange.low(), xRange.high()));
    }

    double y(double value) {
        double share =
                logarithmic
                        ? share(
                                Math.log(Math.max(value, yRange.low())),
                                Math.log(yRange.low()),
                                Math.log(yRange.high()))
                        : share(value, yRange.low(), yRange.high());
        return between(box.bottom(), box.top(), share);
    }

    List<Double> xTicks() {
        int wanted = (int) Math.clamp((box.right() - box.left()) / 90, 2, 8);
        return Ticks.linear(xRange.low(), xRange.high(), wanted);
    }

    List<Double> yTicks() {
        int wanted = (int) Math.clamp((box.bottom() - box.top()) / 40, 2, 6);
        return logarithmic
                ? Ticks.logarithmic(yRange.low(), yRange.high())
                : Ticks.linear(yRange.low(), yRange.high(), wanted);
    }

    private static double share(double value, double low, double high) {
        return (value - low) / (high - low);
    }

    private static double between(double start, double end, double share) {
        return start + (end - start) * share;
    }
}
