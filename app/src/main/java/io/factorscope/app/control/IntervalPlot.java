package io.factorscope.app.control;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Means with their intervals, one below the other: the name, a dot on a line, the figures.
///
/// A baseline's dot is hollow and its line thin, so that nothing is told by colour alone.
public final class IntervalPlot extends Region {
    private static final PseudoClass BASELINE = PseudoClass.getPseudoClass("baseline");
    private static final double ROW = 22;
    private static final double AXIS = 24;
    private static final double GAP = 12;
    private static final double DOT = 4.5;

    private List<Drawn> drawn = List.of();
    private final List<Label> ticks = new ArrayList<>();
    private final List<Line> grid = new ArrayList<>();
    private double reference = Double.NaN;

    /// A mean from `low` to `high` (NaN where there is no interval), as `figures` say it.
    public record Bar(
            String name, double mean, double low, double high, boolean baseline, String figures) {}

    private record Drawn(Bar bar, Label name, Line line, Circle dot, Label figures) {
        static Drawn of(Bar bar) {
            Label name = new Label(bar.name);
            Label figures = new Label(bar.figures);
            figures.getStyleClass().add("figures");
            Line line = new Line();
            line.getStyleClass().add("interval");
            Circle dot = new Circle(DOT);
            dot.getStyleClass().add("mean");
            Drawn made = new Drawn(bar, name, line, dot, figures);
            made.nodes().forEach(node -> node.pseudoClassStateChanged(BASELINE, bar.baseline));
            return made;
        }

        List<Node> nodes() {
            return List.of(name, line, dot, figures);
        }

        double low() {
            return Double.isNaN(bar.low) ? bar.mean : bar.low;
        }

        double high() {
            return Double.isNaN(bar.high) ? bar.mean : bar.high;
        }
    }

    /// An empty plot.
    public IntervalPlot() {
        getStyleClass().add("interval-plot");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    /// Shows these; `mark`: what a line marks, such as chance, or NaN.
    public void show(List<Bar> bars, double mark) {
        drawn = bars.stream().map(Drawn::of).toList();
        reference = mark;
        getChildren().clear();
        ticks.clear();
        grid.clear();
        drawn.forEach(one -> getChildren().addAll(one.nodes()));
        setAccessibleText(
                bars.stream()
                        .map(bar -> bar.name + " " + bar.figures)
                        .collect(Collectors.joining("; ")));
        setMinHeight(computePrefHeight(-1));
        requestLayout();
    }

    @Override
    protected double computePrefHeight(double width) {
        return drawn.size() * ROW + AXIS;
    }

    @Override
    protected void layoutChildren() {
        double left = GAP;
        double right = GAP;
        for (Drawn one : drawn) {
            left = Math.max(left, one.name.prefWidth(-1) + GAP);
            right = Math.max(right, one.figures.prefWidth(-1) + GAP);
        }
        double low = reference;
        double high = reference;
        for (Drawn one : drawn) {
            if (!Double.isNaN(one.bar.mean)) {
                low = Double.isNaN(low) ? one.low() : Math.min(low, one.low());
                high = Double.isNaN(high) ? one.high() : Math.max(high, one.high());
            }
        }
        double from = left + GAP;
        double to = Math.max(from + 40, getWidth() - right - GAP);
        double pad = Math.max(1e-6, 0.04 * (high - low));
        Scale scale = new Scale(low - pad, high + pad, from, to);
        axis(scale);
        for (int i = 0; i < drawn.size(); i++) {
            place(drawn.get(i), scale, i * ROW + ROW / 2);
        }
    }

    private record Scale(double low, double high, double from, double to) {
        double x(double value) {
            return from + (to - from) * (value - low) / (high - low);
        }
    }

    private void axis(Scale scale) {
        getChildren().removeAll(ticks);
        getChildren().removeAll(grid);
        ticks.clear();
        grid.clear();
        if (Double.isNaN(scale.low)) {
            return;
        }
        double bottom = drawn.size() * ROW;
        int wanted = (int) Math.clamp((scale.to - scale.from) / 80, 2, 8);
        for (double value : Ticks.linear(scale.low, scale.high, wanted)) {
            grid.add(vertical(scale.x(value), bottom, "grid-line"));
            Label tick = new Label(Numbers.axis(value));
            tick.getStyleClass().add("tick");
            ticks.add(tick);
            getChildren().add(tick);
            tick.applyCss();
            tick.autosize();
            tick.relocate(Math.rint(scale.x(value) - tick.getWidth() / 2), bottom + 4);
        }
        if (!Double.isNaN(reference)) {
            grid.add(vertical(scale.x(reference), bottom, "reference"));
        }
        getChildren().addAll(0, grid);
    }

    private static Line vertical(double x, double bottom, String style) {
        double at = Math.rint(x) + 0.5;
        Line line = new Line(at, 0, at, bottom);
        line.getStyleClass().add(style);
        return line;
    }

    private void place(Drawn one, Scale scale, double middle) {
        one.name.autosize();
        one.name.relocate(0, Math.rint(middle - one.name.getHeight() / 2));
        one.figures.autosize();
        one.figures.relocate(
                Math.rint(getWidth() - one.figures.getWidth()),
                Math.rint(middle - one.figures.getHeight() / 2));
        boolean there = !Double.isNaN(one.bar.mean);
        one.line.setVisible(there);
        one.dot.setVisible(there);
        if (there) {
            one.line.setStartX(scale.x(one.low()));
            one.line.setEndX(scale.x(one.high()));
            one.line.setStartY(middle);
            one.line.setEndY(middle);
            one.dot.setCenterX(scale.x(one.bar.mean));
            one.dot.setCenterY(middle);
        }
    }
}
