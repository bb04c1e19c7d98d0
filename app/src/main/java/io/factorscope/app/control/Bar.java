package io.factorscope.app.control;

import javafx.scene.layout.Region;

/// A thin horizontal bar for a share in `[0, 1]`.
public final class Bar extends Region {
    private static final double HEIGHT = 8;
    private final Region fill = new Region();
    private double share;

    /// A bar that is full to a share.
    public Bar(double share) {
        getStyleClass().add("share-bar");
        fill.getStyleClass().add("fill");
        getChildren().add(fill);
        setShare(share);
    }

    /// Fills it to another share.
    public void setShare(double newShare) {
        share = Double.isNaN(newShare) ? 0 : Math.clamp(newShare, 0, 1);
        fill.setVisible(share > 0);
        setAccessibleText(Numbers.percent(share));
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        fill.resizeRelocate(0, 0, Math.max(2, snapSizeX(getWidth() * share)), getHeight());
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMaxHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 80;
    }
}
