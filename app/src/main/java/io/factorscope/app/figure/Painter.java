package io.factorscope.app.figure;

import java.awt.Graphics2D;

/// A figure of a fixed size that draws itself on any surface: a picture, an SVG, a PDF. What it
/// writes is text to the surface, never markup.
///
/// **Units**: pixels on the screen. **Threads**: any; it never changes after it is made.
public interface Painter {
    /// The size of the surface it needs, width first.
    int[] size();

    /// Draws everything, ground included.
    void paint(Graphics2D g);
}
