package io.factorscope.app.figure;

import io.factorscope.app.theme.Fonts;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;

/// The window's fonts for Java's own drawing, so that a figure's text is as wide as on the screen.
final class AwtFonts {
    private static boolean known;

    private AwtFonts() {}

    /// A font of a shipped family, or of the system's.
    static Font of(String family, boolean bold, double size) {
        learn();
        return new Font(family, bold ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) size);
    }

    private static synchronized void learn() {
        if (known) {
            return;
        }
        for (String file : Fonts.files()) {
            try (InputStream in = Fonts.open(file)) {
                GraphicsEnvironment.getLocalGraphicsEnvironment()
                        .registerFont(Font.createFont(Font.TRUETYPE_FONT, in));
            } catch (IOException | FontFormatException e) {
                throw new IllegalStateException("the shipped font " + file + " is unreadable", e);
            }
        }
        known = true;
    }
}
