package io.factorscope.app.control;

import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.shape.Line;

import java.util.ArrayList;
import java.util.List;

/// Grid lines and tick labels of a plot. Its nodes are kept and moved, so that a live chart makes
/// none while it grows.
final class PlotAxes extends Group {
    private final List<Label> labels = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private int labelsUsed;
    private int linesUsed;

    PlotAxes() {
        getStyleClass().add("axes");
        setManaged(false);
        setAutoSizeChildren(false);
    }

    void show(PlotScale scale) {
        labelsUsed = 0;
        linesUsed = 0;
        PlotScale.Box box = scale.box();
        for (double value : scale.yTicks()) {
            double y = Math.rint(scale.y(value)) + 0.5;
            horizontal(box, y, "grid-line");
            Label text = label(value);
            text.relocate(box.left() - 8 - text.getWidth(), Math.rint(y - text.getHeight() / 2));
        }
        for (double value : scale.xTicks()) {
            Label text = label(value);
            text.relocate(Math.rint(scale.x(value) - text.getWidth() / 2), box.bottom() + 4);
        }
        horizontal(box, Math.rint(box.bottom()) + 0.5, "axis-line");
        hideFrom(labels, labelsUsed);
        hideFrom(lines, linesUsed);
    }

    private Label label(double value) {
        if (labelsUsed == labels.size()) {
            Label made = new Label();
            made.getStyleClass().add("tick");
            labels.add(made);
            getChildren().add(made);
        }
        Label text = labels.get(labelsUsed++);
        text.setVisible(true);
        text.setText(Numbers.axis(value));
        text.applyCss();
        text.autosize();
        return text;
    }

    private void horizontal(PlotScale.Box box, double y, String styleClass) {
        if (linesUsed == lines.size()) {
            Line made = new Line();
            lines.add(made);
            getChildren().addFirst(made);
        }
        Line line = lines.get(linesUsed++);
        if (!line.getStyleClass().contains(styleClass)) { // the same again would be styled again
            line.getStyleClass().setAll(styleClass);
        }
        line.setVisible(true);
        line.setStartX(box.left());
        line.setEndX(box.right());
        line.setStartY(y);
        line.setEndY(y);
    }

    private static void hideFrom(List<? extends javafx.scene.Node> nodes, int first) {
        for (int i = first; i < nodes.size(); i++) {
            nodes.get(i).setVisible(false);
        }
    }
}
