package io.factorscope.app.control;

import javafx.beans.property.DoubleProperty;
import javafx.scene.control.Slider;
import javafx.scene.layout.Region;

/// A slider from −1 to 1 that fills from its middle, snaps to it, and can carry a mark where the
/// text breaks down.
final class Dial extends Region {
    private static final double THUMB = 16;
    private static final double GROOVE = 4;
    private static final double SNAP = 0.025;

    private final Slider slider = new Slider(-1, 1, 0);
    private final Region groove = part("groove");
    private final Region push = part("push");
    private final Region middle = part("middle");
    private final Region limit = part("limit");
    private double limitAt = Double.NaN;

    Dial() {
        getStyleClass().add("dial");
        getChildren().addAll(groove, push, middle, limit, slider);
        slider.setBlockIncrement(0.05);
        slider.valueProperty().addListener((property, old, value) -> settle(value.doubleValue()));
        limit.setVisible(false);
    }

    Slider slider() {
        return slider;
    }

    DoubleProperty valueProperty() {
        return slider.valueProperty();
    }

    void setLimit(double at) {
        limitAt = at;
        limit.setVisible(!Double.isNaN(at));
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
        groove.resizeRelocate(THUMB / 2, y, width - THUMB, GROOVE);
        double zero = at(0);
        double now = at(slider.getValue());
        push.resizeRelocate(Math.min(zero, now), y, Math.abs(now - zero), GROOVE);
        middle.resizeRelocate(Math.rint(zero) - 1, y - 4, 2, GROOVE + 8);
        if (limit.isVisible()) {
            limit.resizeRelocate(Math.rint(at(limitAt)) - 1, y - 4, 2, GROOVE + 8);
        }
    }

    private double at(double value) {
        return THUMB / 2 + (getWidth() - THUMB) * (value + 1) / 2;
    }

    private static Region part(String styleClass) {
        Region region = new Region();
        region.getStyleClass().add(styleClass);
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
