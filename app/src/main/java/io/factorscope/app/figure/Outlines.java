package io.factorscope.app.figure;

import javafx.scene.Node;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Circle;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.Line;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Rectangle;
import javafx.scene.transform.Transform;

import org.jspecify.annotations.Nullable;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RectangularShape;
import java.util.List;

/// Shapes, colours and places of the window in the terms of Java's own drawing.
final class Outlines {
    private Outlines() {}

    static AffineTransform of(Transform transform) {
        return new AffineTransform(
                transform.getMxx(),
                transform.getMyx(),
                transform.getMxy(),
                transform.getMyy(),
                transform.getTx(),
                transform.getTy());
    }

    /// The outline elsewhere, as the same kind of shape where it is only pushed aside.
    static Shape moved(AffineTransform place, Shape shape) {
        double right = place.getTranslateX();
        double down = place.getTranslateY();
        boolean pushed = (place.getType() & ~AffineTransform.TYPE_TRANSLATION) == 0;
        if (pushed && shape instanceof RectangularShape box) {
            RectangularShape copy = (RectangularShape) box.clone();
            copy.setFrame(box.getX() + right, box.getY() + down, box.getWidth(), box.getHeight());
            return copy;
        }
        return place.createTransformedShape(shape);
    }

    /// The outline; nothing for a kind of shape that no plot of ours has.
    static Shape of(javafx.scene.shape.Shape shape) {
        return switch (shape) {
            case Line line ->
                    new Line2D.Double(
                            line.getStartX(), line.getStartY(), line.getEndX(), line.getEndY());
            case Circle circle ->
                    new Ellipse2D.Double(
                            circle.getCenterX() - circle.getRadius(),
                            circle.getCenterY() - circle.getRadius(),
                            2 * circle.getRadius(),
                            2 * circle.getRadius());
            case Rectangle box ->
                    new Rectangle2D.Double(box.getX(), box.getY(), box.getWidth(), box.getHeight());
            case Polyline line -> points(line.getPoints(), false);
            case Polygon area -> points(area.getPoints(), true);
            case Path path -> path(path);
            default -> new Path2D.Double();
        };
    }

    private static Shape points(List<Double> points, boolean closed) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i + 1 < points.size(); i += 2) {
            if (i == 0) {
                path.moveTo(points.get(0), points.get(1));
            } else {
                path.lineTo(points.get(i), points.get(i + 1));
            }
        }
        if (closed && path.getCurrentPoint() != null) {
            path.closePath();
        }
        return path;
    }

    private static Shape path(Path path) {
        Path2D made = new Path2D.Double();
        for (PathElement element : path.getElements()) {
            switch (element) {
                case MoveTo to -> made.moveTo(to.getX(), to.getY());
                case LineTo to -> made.lineTo(to.getX(), to.getY());
                case ClosePath end -> made.closePath();
                default -> {}
            }
        }
        return made;
    }

    /// A shape drawn as large as the region that has it.
    static Shape stretched(
            javafx.scene.shape.Shape shape, double left, double top, double wide, double high) {
        Shape outline = of(shape);
        Rectangle2D box = outline.getBounds2D();
        if (box.getWidth() == 0 || box.getHeight() == 0) {
            return new Ellipse2D.Double(left, top, wide, high);
        }
        AffineTransform fit = AffineTransform.getTranslateInstance(left, top);
        fit.scale(wide / box.getWidth(), high / box.getHeight());
        fit.translate(-box.getX(), -box.getY());
        return fit.createTransformedShape(outline);
    }

    static BasicStroke stroke(javafx.scene.shape.Shape shape) {
        float wide = (float) shape.getStrokeWidth();
        int cap =
                switch (shape.getStrokeLineCap()) {
                    case BUTT -> BasicStroke.CAP_BUTT;
                    case ROUND -> BasicStroke.CAP_ROUND;
                    case SQUARE -> BasicStroke.CAP_SQUARE;
                };
        List<Double> dashes = shape.getStrokeDashArray();
        if (dashes.isEmpty()) {
            return new BasicStroke(wide, cap, BasicStroke.JOIN_ROUND);
        }
        float[] lengths = new float[dashes.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = dashes.get(i).floatValue();
        }
        return new BasicStroke(wide, cap, BasicStroke.JOIN_ROUND, 10, lengths, 0);
    }

    /// A flat colour, or null where there is none to be seen.
    static @Nullable Color color(@Nullable Paint paint, double opacity) {
        if (!(paint instanceof javafx.scene.paint.Color flat) || flat.getOpacity() == 0) {
            return null;
        }
        return new Color(
                (float) flat.getRed(),
                (float) flat.getGreen(),
                (float) flat.getBlue(),
                (float) (flat.getOpacity() * opacity));
    }

    /// The colour of what is behind a node: of the nearest region around it that hides what is
    /// behind, else the window's.
    static Color ground(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at instanceof Region region && region.getBackground() != null) {
                for (BackgroundFill fill : region.getBackground().getFills().reversed()) {
                    Color color = color(fill.getFill(), 1);
                    if (color != null && color.getAlpha() == 255) {
                        return color;
                    }
                }
            }
        }
        Paint fill = node.getScene() == null ? null : node.getScene().getFill();
        Color color = color(fill, 1);
        return color == null ? Color.WHITE : color;
    }
}
