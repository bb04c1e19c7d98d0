package io.factorscope.app.control;

/// Where a point of the plane is on the screen: everything in sight at first, then zoomed and
/// moved.
final class MapCamera {
    private static final double MARGIN = 24;
    private static final double MOST = 200;

    private double width = 1;
    private double height = 1;
    private double zoom = 1;
    private double shiftX;
    private double shiftY;

    void resize(double newWidth, double newHeight) {
        width = newWidth;
        height = newHeight;
    }

    void reset() {
        zoom = 1;
        shiftX = 0;
        shiftY = 0;
    }

    void move(double dx, double dy) {
        shiftX += dx;
        shiftY += dy;
    }

    /// Zooms; what is at a place of the screen stays there.
    void zoom(double times, double atX, double atY) {
        double next = Math.clamp(zoom * times, 0.5, MOST);
        double real = next / zoom;
        shiftX = (atX - width / 2) * (1 - real) + shiftX * real;
        shiftY = (atY - height / 2) * (1 - real) + shiftY * real;
        zoom = next;
    }

    double x(double planeX) {
        return width / 2 + shiftX + planeX * zoom * (width / 2 - MARGIN);
    }

    double y(double planeY) {
        return height / 2 + shiftY - planeY * zoom * (height / 2 - MARGIN);
    }

    double width() {
        return width;
    }

    /// Whether a point of the plane is in sight, or at most so many pixels outside.
    boolean isNear(double planeX, double planeY, double outside) {
        double x = x(planeX);
        double y = y(planeY);
        return x >= -outside && y >= -outside && x <= width + outside && y <= height + outside;
    }
}
