package io.factorscope.app.figure;

import io.factorscope.app.theme.Fonts;

import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.BorderStroke;
import javafx.scene.layout.Region;
import javafx.scene.paint.Paint;
import javafx.scene.text.Text;
import javafx.scene.transform.Transform;

import org.jspecify.annotations.Nullable;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/// A figure of the window as it looks now: the shapes and the text of a node, on the ground behind
/// it, under a caption.
///
/// Takes flat colours, straight and round outlines and single lines of text, which is all that our
/// plots are made of; effects, images and gradients are left out.
public final class NodePainter implements Painter {
    private static final double MARGIN = 16;
    private static final double CAPTION = 24;
    private static final int CAPTION_SIZE = 13;

    private final List<Mark> marks = new ArrayList<>();
    private final AffineTransform toFigure;
    private final Color ground;
    private final double width;
    private final double height;

    /// What a node shows now; `caption`: a line above it, or empty; `place`: whose ground it stands
    /// on, which is the node itself unless that is in no window.
    ///
    /// **Threads**: the FX thread; the painter itself may then be used on any.
    public NodePainter(Node node, String caption, Node place) {
        Bounds bounds = node.getLayoutBounds();
        double top = MARGIN + (caption.isEmpty() ? 0 : CAPTION);
        width = bounds.getWidth() + 2 * MARGIN;
        height = bounds.getHeight() + top + MARGIN;
        ground = Outlines.ground(place);
        toFigure = Outlines.of(node.getLocalToSceneTransform());
        try {
            toFigure.invert();
        } catch (NoninvertibleTransformException e) {
            throw new IllegalArgumentException("a figure without any size", e);
        }
        toFigure.preConcatenate(
                AffineTransform.getTranslateInstance(
                        MARGIN - bounds.getMinX(), top - bounds.getMinY()));
        walk(node, 1);
        if (!caption.isEmpty()) {
            Mark.Look look = new Mark.Look(Fonts.SANS, true, CAPTION_SIZE, ink());
            marks.add(new Mark.Written(caption, look, MARGIN, MARGIN + CAPTION_SIZE - 1));
        }
    }

    /// Black on a light ground, white on a dark one.
    private Color ink() {
        double light = 0.3 * ground.getRed() + 0.6 * ground.getGreen() + 0.1 * ground.getBlue();
        return light > 128 ? new Color(0x1f2328) : new Color(0xe6edf3);
    }

    @Override
    public int[] size() {
        return new int[] {(int) Math.ceil(width), (int) Math.ceil(height)};
    }

    @Override
    public void paint(Graphics2D g) {
        int[] size = size();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(
                RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setColor(ground);
        g.fill(new Rectangle2D.Double(0, 0, size[0], size[1]));
        marks.forEach(mark -> mark.paint(g));
    }

    private void walk(Node node, double above) {
        double opacity = above * node.getOpacity();
        if (!node.isVisible() || opacity == 0) {
            return;
        }
        AffineTransform place = place(node.getLocalToSceneTransform());
        switch (node) {
            case Text text -> write(text, place, opacity);
            case javafx.scene.shape.Shape shape -> outline(shape, place, opacity);
            case Region region -> region(region, place, opacity);
            default -> {}
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, opacity));
        }
    }

    private AffineTransform place(Transform toScene) {
        AffineTransform place = new AffineTransform(toFigure);
        place.concatenate(Outlines.of(toScene));
        return place;
    }

    private void region(Region region, AffineTransform place, double opacity) {
        if (region.getBackground() != null) {
            for (BackgroundFill fill : region.getBackground().getFills()) {
                Shape area =
                        area(
                                region,
                                fill.getInsets(),
                                fill.getRadii().getTopLeftHorizontalRadius());
                fill(Outlines.moved(place, area), fill.getFill(), opacity);
            }
        }
        if (region.getBorder() != null) {
            for (BorderStroke stroke : region.getBorder().getStrokes()) {
                double wide = stroke.getWidths().getTop();
                if (wide > 0) {
                    Insets half = new Insets(wide / 2);
                    double radius = stroke.getRadii().getTopLeftHorizontalRadius();
                    draw(
                            Outlines.moved(place, area(region, half, radius)),
                            new BasicStroke((float) wide),
                            stroke.getTopStroke(),
                            opacity);
                }
            }
        }
    }

    private static Shape area(Region region, Insets inside, double radius) {
        double wide = region.getWidth() - inside.getLeft() - inside.getRight();
        double high = region.getHeight() - inside.getTop() - inside.getBottom();
        javafx.scene.shape.Shape given = region.getShape();
        if (given != null) {
            return Outlines.stretched(given, inside.getLeft(), inside.getTop(), wide, high);
        }
        double round = 2 * Math.min(radius, Math.min(wide, high) / 2);
        return round <= 0
                ? new Rectangle2D.Double(inside.getLeft(), inside.getTop(), wide, high)
                : new RoundRectangle2D.Double(
                        inside.getLeft(), inside.getTop(), wide, high, round, round);
    }

    private void outline(javafx.scene.shape.Shape shape, AffineTransform place, double opacity) {
        Shape outline = Outlines.moved(place, Outlines.of(shape));
        fill(outline, shape.getFill(), opacity);
        if (shape.getStrokeWidth() > 0) {
            draw(outline, Outlines.stroke(shape), shape.getStroke(), opacity);
        }
    }

    private void fill(Shape shape, @Nullable Paint paint, double opacity) {
        Color color = Outlines.color(paint, opacity);
        if (color != null) {
            marks.add(new Mark.Filled(shape, color));
        }
    }

    private void draw(Shape shape, BasicStroke stroke, @Nullable Paint paint, double opacity) {
        Color color = Outlines.color(paint, opacity);
        if (color != null) {
            marks.add(new Mark.Drawn(shape, stroke, color));
        }
    }

    private void write(Text text, AffineTransform place, double opacity) {
        Color color = Outlines.color(text.getFill(), opacity);
        if (color == null || text.getText().isBlank()) {
            return;
        }
        Bounds bounds = text.getLayoutBounds();
        double down = bounds.getMinY() + text.getBaselineOffset();
        Point2D at = place.transform(new Point2D.Double(bounds.getMinX(), down), null);
        javafx.scene.text.Font font = text.getFont();
        boolean bold = font.getStyle().contains("Bold");
        Mark.Look look = new Mark.Look(font.getFamily(), bold, font.getSize(), color);
        marks.add(new Mark.Written(text.getText(), look, at.getX(), at.getY()));
    }
}
