package io.factorscope.app.figure;

import io.factorscope.app.theme.Fonts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;

/// One thing that a figure draws, in the figure's own coordinates.
sealed interface Mark {
    /// Draws it.
    void paint(Graphics2D g);

    /// A surface.
    record Filled(Shape shape, Color color) implements Mark {
        @Override
        public void paint(Graphics2D g) {
            g.setColor(color);
            g.fill(shape);
        }
    }

    /// A line.
    record Drawn(Shape shape, Stroke stroke, Color color) implements Mark {
        @Override
        public void paint(Graphics2D g) {
            g.setColor(color);
            g.setStroke(stroke);
            g.draw(shape);
        }
    }

    /// A line of text from `x` on the base line `y`, in a font that has its letters and, between
    /// them, in the fallback.
    record Written(String text, Look look, double x, double y) implements Mark {
        @Override
        public void paint(Graphics2D g) {
            g.setColor(look.color);
            double at = x;
            for (Fonts.Run run : Fonts.runs(text, look.family)) {
                Font font = AwtFonts.of(run.family(), look.bold, look.size);
                g.setFont(font);
                g.drawString(run.text(), (float) at, (float) y);
                at += font.getStringBounds(run.text(), g.getFontRenderContext()).getWidth();
            }
        }
    }

    /// How text is written.
    record Look(String family, boolean bold, double size, Color color) {}
}
