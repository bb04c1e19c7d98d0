package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;

import java.util.List;

/// A histogram so small that it stands in a table: one shape, cheap to show another of. Heights are
/// square roots of counts, so that rare strong values can be seen beside many weak ones.
public final class Sparkline extends Region {
    private static final double HEIGHT = 18;
    private static final double WIDTH = 64;

    private final Polygon shape = new Polygon();
    private List<Integer> counts = List.of();

    /// An empty one.
    public Sparkline() {
        getStyleClass().add("sparkline");
        shape.getStyleClass().add("line");
        shape.setManaged(false);
        getChildren().add(shape);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    /// Shows other counts, of equal bins from left to right.
    public void setCounts(List<Integer> newCounts) {
        counts = newCounts;
        setAccessibleText(Words.format("control.density-in-steps", counts.size(), counts));
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double largest = 1;
        for (int count : counts) {
            largest = Math.max(largest, count);
        }
        double step = getWidth() / Math.max(1, counts.size());
        double floor = getHeight();
        Double[] corners = new Double[4 * counts.size() + 4];
        int at = 0;
        corners[at++] = 0.0;
        corners[at++] = floor;
        for (int i = 0; i < counts.size(); i++) {
            double top = floor - Math.sqrt(counts.get(i) / largest) * (floor - 1);
            corners[at++] = i * step;
            corners[at++] = top;
            corners[at++] = (i + 1) * step;
            corners[at++] = top;
        }
        corners[at++] = getWidth();
        corners[at] = floor;
        shape.getPoints().setAll(corners);
    }

    @Override
    protected double computePrefWidth(double height) {
        return WIDTH;
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMaxHeight(double width) {
        return HEIGHT;
    }
}
