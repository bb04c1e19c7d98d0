package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

import java.util.ArrayList;
import java.util.List;

/// A small histogram, with the ends of its axis under it, or a bare one as a sparkline.
public final class Histogram extends Region {
    private static final double AXIS = 18;

    private final List<Region> columns = new ArrayList<>();
    private final double[] heights;
    private final double from;
    private final double to;
    private final Region marker = new Region();
    private double marked = Double.NaN;
    private final Region base = new Region();
    private final Label low = new Label();
    private final Label high = new Label();
    private boolean axis = true;

    /// Equal bins of `counts` from `from` to `to`.
    public Histogram(double[] counts, double from, double to) {
        this.from = from;
        this.to = to;
        double largest = 0;
        for (double count : counts) {
            largest = Math.max(largest, count);
        }
        heights = new double[counts.length];
        double step = (to - from) / Math.max(1, counts.length);
        for (int i = 0; i < counts.length; i++) {
            heights[i] = largest == 0 ? 0 : counts[i] / largest;
            columns.add(column(from + i * step, from + (i + 1) * step, counts[i]));
        }
        base.getStyleClass().add("base");
        low.setText(Numbers.axis(from));
        high.setText(Numbers.axis(to));
        getStyleClass().add("histogram");
        getChildren().addAll(columns);
        marker.getStyleClass().add("marker");
        marker.setMouseTransparent(true);
        marker.setVisible(false);
        getChildren().addAll(base, low, high, marker);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(
                Words.format("control.histogram", counts.length, low.getText(), high.getText()));
    }

    /// Marks a value with a line; NaN takes the mark away.
    public void mark(double value) {
        marked = value;
        marker.setVisible(!Double.isNaN(value));
        requestLayout();
    }

    /// The marked value, NaN where there is none.
    public double marked() {
        return marked;
    }

    /// Shows or hides the axis; without it the histogram is a sparkline.
    public Histogram withAxis(boolean shown) {
        axis = shown;
        low.setVisible(shown);
        high.setVisible(shown);
        requestLayout();
        return this;
    }

    private static Region column(double from, double to, double count) {
        Region column = new Region();
        column.getStyleClass().add("column-fill");
        Tips.lazy(
                column,
                () ->
                        "%s to %s: %s"
                                .formatted(
                                        Numbers.plain(from),
                                        Numbers.plain(to),
                                        Numbers.plain(count)));
        return column;
    }

    @Override
    protected void layoutChildren() {
        double floor = getHeight() - (axis ? AXIS : 1);
        double step = getWidth() / Math.max(1, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            double height = heights[i] == 0 ? 0 : Math.max(1, Math.round(heights[i] * floor));
            double left = Math.round(i * step);
            double right = Math.round((i + 1) * step) - (step > 4 ? 1 : 0);
            columns.get(i).resizeRelocate(left, floor - height, right - left, height);
        }
        base.resizeRelocate(0, floor, getWidth(), 1);
        if (!Double.isNaN(marked)) {
            double share = to == from ? 0 : Math.clamp((marked - from) / (to - from), 0, 1);
            marker.resizeRelocate(Math.rint(share * (getWidth() - 2)), 0, 2, floor + 4);
        }
        low.autosize();
        high.autosize();
        low.relocate(0, floor + 3);
        high.relocate(getWidth() - high.getWidth(), floor + 3);
    }

    @Override
    protected double computePrefWidth(double height) {
        return axis ? 160 : 64;
    }

    @Override
    protected double computePrefHeight(double width) {
        return axis ? 56 : 18;
    }
}
