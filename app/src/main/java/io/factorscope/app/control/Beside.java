package io.factorscope.app.control;

import javafx.geometry.Orientation;
import javafx.scene.layout.Region;

/// Two parts side by side, the first as wide as the second leaves; the second below the first where
/// both together would be too narrow.
public final class Beside extends Region {
    private final Region first;
    private final Region second;
    private final double least;
    private final double gap;

    /// The first part wants at least so many pixels; 0 for what it prefers.
    public Beside(Region first, Region second, double least, double gap) {
        this.first = first;
        this.second = second;
        this.least = least;
        this.gap = gap;
        getChildren().addAll(first, second);
    }

    private double least() {
        return least > 0 ? least : first.prefWidth(-1);
    }

    /// What the second gets beside the first, at most what it prefers.
    private double right(double width) {
        return Math.min(second.prefWidth(-1), width - gap - least());
    }

    private boolean stacked(double width) {
        return right(width) < second.minWidth(-1);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return Math.max(first.minWidth(-1), second.minWidth(-1));
    }

    @Override
    protected double computePrefWidth(double height) {
        return least() + gap + second.prefWidth(-1);
    }

    @Override
    protected double computePrefHeight(double width) {
        double all = width < 0 ? computePrefWidth(-1) : width;
        if (stacked(all)) {
            return first.prefHeight(all) + gap / 2 + second.prefHeight(all);
        }
        double right = right(all);
        return Math.max(first.prefHeight(all - gap - right), second.prefHeight(right));
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        if (stacked(width)) {
            double above = first.prefHeight(width);
            first.resizeRelocate(0, 0, width, above);
            double below = above + gap / 2;
            second.resizeRelocate(0, below, width, Math.max(0, getHeight() - below));
        } else {
            double right = right(width);
            first.resizeRelocate(0, 0, width - gap - right, getHeight());
            second.resizeRelocate(width - right, 0, right, getHeight());
        }
    }
}
