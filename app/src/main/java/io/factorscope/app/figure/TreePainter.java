package io.factorscope.app.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/// Draws a tree.
public final class TreePainter implements Painter {
    /// White around the drawing, pixels.
    public static final int MARGIN = 24;

    private static final Color INK = new Color(0x1f2328);
    private static final Color QUIET = new Color(0x59636e);
    private static final Color LINE = new Color(0xafb8c1);
    private static final double TEXT_LEFT = 10;
    private static final double TEXT_WIDTH = TreeFigure.NODE_WIDTH - 2 * TEXT_LEFT;

    private final TreeFigure figure;
    private final Font title = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    private final Font tokens = new Font(Font.MONOSPACED, Font.PLAIN, 12);
    private final Font note = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    /// A painter of one tree.
    public TreePainter(TreeFigure figure) {
        this.figure = figure;
    }

    @Override
    public int[] size() {
        return new int[] {
            (int) Math.ceil(figure.width()) + 2 * MARGIN,
            (int) Math.ceil(figure.height()) + 2 * MARGIN
        };
    }

    @Override
    public void paint(Graphics2D g) {
        int[] size = size();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fill(new Rectangle2D.Double(0, 0, size[0], size[1]));
        g.translate(MARGIN, MARGIN);
        figure.nodes().forEach(placed -> edge(g, placed));
        figure.nodes().forEach(placed -> box(g, placed));
    }

    private void edge(Graphics2D g, TreeFigure.Placed child) {
        if (child.node().parent() < 0) {
            return;
        }
        TreeFigure.Placed parent = figure.nodes().get(child.node().parent());
        double x1 = parent.x() + TreeFigure.NODE_WIDTH;
        double y1 = parent.y() + TreeFigure.NODE_HEIGHT / 2;
        double y2 = child.y() + TreeFigure.NODE_HEIGHT / 2;
        double middle = (x1 + child.x()) / 2;
        g.setColor(LINE);
        g.setStroke(new BasicStroke((float) TreeFigure.thickness(child.node().weight())));
        g.draw(new CubicCurve2D.Double(x1, y1, middle, y1, middle, y2, child.x(), y2));
    }

    private void box(Graphics2D g, TreeFigure.Placed placed) {
        RoundRectangle2D frame =
                new RoundRectangle2D.Double(
                        placed.x(),
                        placed.y(),
                        TreeFigure.NODE_WIDTH,
                        TreeFigure.NODE_HEIGHT,
                        14,
                        14);
        g.setColor(Color.WHITE);
        g.fill(frame);
        g.setColor(LINE);
        g.setStroke(new BasicStroke(1));
        g.draw(frame);
        line(g, title, INK, placed.node().title(), placed, 20);
        line(g, tokens, INK, String.join("  ", placed.node().tokens()), placed, 39);
        line(g, note, QUIET, placed.node().note(), placed, 58);
    }

    private static void line(
            Graphics2D g, Font font, Color color, String text, TreeFigure.Placed at, double down) {
        g.setFont(font);
        g.setColor(color);
        FontMetrics metrics = g.getFontMetrics(font);
        g.drawString(
                shortened(text, metrics), (float) (at.x() + TEXT_LEFT), (float) (at.y() + down));
    }

    private static String shortened(String text, FontMetrics metrics) {
        if (metrics.stringWidth(text) <= TEXT_WIDTH) {
            return text;
        }
        int end = text.length();
        while (end > 0 && metrics.stringWidth(text.substring(0, end) + "…") > TEXT_WIDTH) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "…";
    }
}
