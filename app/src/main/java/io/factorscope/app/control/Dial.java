package io.factorscope.app.control;

import javafx.beans.property.DoubleProperty;
import javafx.scene.control.Slider;
import javafx.scene.layout.Region;

import java.util.ArrayList;
import java.util.List;

/// A slider from −1 to 1 that fills from its middle and snaps to it. It can carry ticks, a mark on
/// each side where the text breaks down, a ghost where something else would put it, and ends that
/// cannot be reached.
final class Dial extends Region {
    private static final double THUMB = 16;
    private static final double GROOVE = 4;
    private static final double SNAP = 0.025;

    private final Slider slider = new Slider(-1, 1, 0);
    private final Region groove = part("groove");
    private final Region beyondLeft = part("beyond");
    private final Region beyondRight = part("beyond");
    private final Region push = part("push");
    private final Region middle = part("middle");
    private final Region limitLeft = part("limit");
    private final Region limitRight = part("limit");
    private final Region ghost = part("ghost");
    private final List<Region> ticks = new ArrayList<>();
    private List<Double> tickValues = List.of();
    private double left = Double.NaN;
    private double right = Double.NaN;
    private double ghostAt = Double.NaN;
    private double reachLeft = 1;
    private double reachRight = 1;

    Dial() {
        getStyleClass().add("dial");
        getChildren()
                .addAll(
                        groove,
                        beyondLeft,
                        beyondRight,
                        push,
                        middle,
                        limitLeft,
                        limitRight,
                        ghost,
                        slider);
        slider.setBlockIncrement(0.05);
        slider.valueProperty().addListener((property, old, value) -> settle(value.doubleValue()));
    }

    Slider slider() {
        return slider;
    }

    DoubleProperty valueProperty() {
        return slider.valueProperty();
    }

    void setLimits(double below, double above) {
        left = below;
        right = above;
        requestLayout();
    }

    boolean hasLimit() {
        return !Double.isNaN(left) || !Double.isNaN(right);
    }

    void setGhost(double at) {
        ghostAt = at;
        requestLayout();
    }

    /// How far each side reaches, from 0 to 1.
    void setReach(double below, double above) {
        reachLeft = below;
        reachRight = above;
        requestLayout();
    }

    void setTicks(List<Double> at) {
        tickValues = List.copyOf(at);
        while (ticks.size() > at.size()) {
            getChildren().remove(ticks.removeLast());
        }
        while (ticks.size() < at.size()) {
            ticks.add(part("tick-mark"));
            getChildren().add(getChildren().indexOf(push), ticks.getLast());
        }
        requestLayout();
    }

    private void settle(double value) {
        if (value != 0 && Math.abs(value) < SNAP) {
            slider.setValue(0);
        }
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double y = Math.rint((getHeight() - GROOVE) / 2);
        slider.resizeRelocate(0, Math.rint((getHeight() - THUMB) / 2), width, THUMB);
        span(groove, -1, 1, y);
        span(beyondLeft, -1, -reachLeft, y);
        span(beyondRight, reachRight, 1, y);
        double now = slider.getValue();
        span(push, Math.min(0, now), Math.max(0, now), y);
        for (int i = 0; i < ticks.size(); i++) {
            mark(ticks.get(i), tickValues.get(i), y, 3);
        }
        mark(middle, 0, y, 4);
        mark(limitLeft, left, y, 5);
        mark(limitRight, right, y, 5);
        ghost.setVisible(!Double.isNaN(ghostAt));
        if (ghost.isVisible()) {
            double size = THUMB - 4;
            ghost.resizeRelocate(
                    Math.rint(at(ghostAt) - size / 2),
                    Math.rint((getHeight() - size) / 2),
                    size,
                    size);
        }
    }

    private void span(Region part, double from, double to, double y) {
        part.setVisible(to > from);
        part.resizeRelocate(at(from), y, Math.max(0, at(to) - at(from)), GROOVE);
    }

    private void mark(Region part, double value, double y, double over) {
        part.setVisible(!Double.isNaN(value));
        if (part.isVisible()) {
            part.resizeRelocate(Math.rint(at(value)) - 1, y - over, 2, GROOVE + 2 * over);
        }
    }

    private double at(double value) {
        return THUMB / 2 + (getWidth() - THUMB) * (value + 1) / 2;
    }

    private static Region part(String styleClass) {
        Region region = new Region();
        region.getStyleClass().add(styleClass);
        region.setManaged(false);
        region.setMouseTransparent(true);
        return region;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 160;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 96;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 24;
    }
}
