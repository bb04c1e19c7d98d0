package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Polyline;

import java.util.ArrayList;
import java.util.List;

/// The loss of a fit as it falls, iteration by iteration.
///
/// **Cost**: `append` only stores; a pulse draws at most two points a pixel, however many came.
public final class LossChart extends Region {
    private static final double LEFT = 48;
    private static final double RIGHT = 16;
    private static final double TOP = 24;
    private static final double BOTTOM = 40;

    private final Curve curve = new Curve();
    private final Polyline line = new Polyline();
    private final Circle head = new Circle(4);
    private final Label xTitle = label("iteration", "axis-title");
    private final Label yTitle = label(Words.of("control.relative-loss"), "axis-title");
    private final Label current = label("", "current");
    private final PlotAxes axes = new PlotAxes();
    private boolean logarithmic;
    private double expected;

    /// An empty chart.
    public LossChart() {
        getStyleClass().add("loss-chart");
        line.getStyleClass().add("curve");
        head.getStyleClass().add("head");
        Tips.install(yTitle, Words.of("control.what-the-factors-leave-unexplained"));
        getChildren().addAll(axes, xTitle, yTitle, line, head, current);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(Words.of("control.loss-by-iteration"));
        setMinSize(200, 120);
    }

    /// Adds the loss after an iteration.
    public void append(double iteration, double loss) {
        if (Double.isFinite(loss)) {
            curve.add(iteration, loss);
            current.setText(Numbers.plain(loss));
            setAccessibleText(
                    Words.format("control.loss-after", current.getText(), (long) iteration));
            requestLayout();
        }
    }

    /// Forgets the curve, for the next fit.
    public void clear() {
        curve.clear();
        current.setText("");
        requestLayout();
    }

    /// How many iterations the fit may take, so that the axis does not move; 0 where unknown.
    public void setExpectedIterations(double count) {
        expected = count;
        requestLayout();
    }

    /// A logarithmic loss axis, for fits that go on falling.
    public void setLogarithmic(boolean on) {
        logarithmic = on;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        PlotScale scale = scale();
        axes.show(scale);
        place(yTitle, 0, 0);
        place(xTitle, getWidth() - RIGHT - xTitle.prefWidth(-1), getHeight() - 16);
        drawCurve(scale);
    }

    private void drawCurve(PlotScale scale) {
        boolean any = curve.size() > 0;
        line.setVisible(any);
        head.setVisible(any);
        current.setVisible(any);
        if (!any) {
            return;
        }
        int last = curve.size() - 1;
        int stride = Math.max(1, (int) (curve.size() / Math.max(1, 2 * getWidth())));
        List<Double> points = new ArrayList<>();
        for (int i = 0; i < last; i += stride) {
            points.add(scale.x(curve.x(i)));
            points.add(scale.y(curve.y(i)));
        }
        double x = scale.x(curve.x(last));
        double y = scale.y(curve.y(last));
        points.add(x);
        points.add(y);
        line.getPoints().setAll(points);
        head.setCenterX(x);
        head.setCenterY(y);
        double width = current.prefWidth(-1);
        place(current, Math.min(x + 8, getWidth() - width - 2), Math.max(0, y - 22));
    }

    private PlotScale scale() {
        double low = curve.size() == 0 ? 0 : curve.low();
        double high = curve.size() == 0 ? 1 : curve.high();
        double lastX = curve.size() == 0 ? 100 : curve.x(curve.size() - 1);
        return new PlotScale(
                new PlotScale.Box(LEFT, TOP, getWidth() - RIGHT, getHeight() - BOTTOM),
                new PlotScale.Range(0, Math.max(10, Math.max(expected, lastX))),
                PlotScale.padded(low, high, logarithmic),
                logarithmic);
    }

    private static Label label(String text, String styleClass) {
        Label label = new Label(text);
        label.getStyleClass().add(styleClass);
        return label;
    }

    private static void place(Label label, double x, double y) {
        label.autosize();
        label.relocate(Math.rint(x), Math.rint(y));
    }
}
