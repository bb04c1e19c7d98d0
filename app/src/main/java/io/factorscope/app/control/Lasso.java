package io.factorscope.app.control;

import javafx.geometry.Point2D;

import java.util.List;

/// The area inside a loop that was drawn by hand and is closed by its ends.
record Lasso(List<Point2D> corners) {
    /// Whether a place is inside, by counting the sides that a ray to the right crosses.
    boolean contains(double x, double y) {
        boolean inside = false;
        Point2D before = corners.getLast();
        for (Point2D corner : corners) {
            boolean across = (corner.getY() > y) != (before.getY() > y);
            if (across) {
                double share = (y - corner.getY()) / (before.getY() - corner.getY());
                inside ^= x < corner.getX() + share * (before.getX() - corner.getX());
            }
            before = corner;
        }
        return inside;
    }
}
