package io.factorscope.app.control;

import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.paint.Paint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// The points of a map, which of them stand out, and where the camera shows them.
final class MapPoints {
    private static final double DOT = 4;
    private static final int NAMED = 150;
    private static final double LETTER = 6.6;

    final MapCamera camera = new MapCamera();
    private List<ScatterMap.Dot> dots = List.of();
    private Set<String> chosen = Set.of();
    private String last = "";
    private Predicate<String> bright = id -> false;
    private Function<String, String> words = id -> id;

    /// Where dots and names are drawn: on a canvas, or as shapes for a file.
    interface Pen {
        /// A disc.
        void dot(double x, double y, double radius, Paint ink);

        /// A line of text from `x` on the base line `y`.
        void name(String text, double x, double y, Paint ink);
    }

    /// The colours: of points outside the filter, inside it, chosen, and of names.
    record Inks(Paint faint, Paint dot, Paint chosen, Paint name) {}

    void setDots(List<ScatterMap.Dot> newDots) {
        dots = List.copyOf(newDots);
        camera.reset();
    }

    /// The last of them is the one the keys start from.
    void setChosen(List<String> ids) {
        chosen = Set.copyOf(ids);
        last = ids.isEmpty() ? "" : ids.getLast();
    }

    void setBright(Predicate<String> ids) {
        bright = ids;
    }

    void setWords(Function<String, String> newWords) {
        words = newWords;
    }

    String words(ScatterMap.Dot dot) {
        return words.apply(dot.id());
    }

    /// The chosen points after these were chosen, alone or with those before; these stand last.
    List<String> choosing(List<String> ids, boolean more) {
        Set<String> all = new LinkedHashSet<>(more ? chosen : Set.of());
        all.removeAll(ids);
        all.addAll(ids);
        return List.copyOf(all);
    }

    List<String> inside(List<Point2D> loop) {
        Lasso area = new Lasso(loop);
        List<String> ids = new ArrayList<>();
        for (ScatterMap.Dot dot : dots) {
            if (area.contains(camera.x(dot.x()), camera.y(dot.y()))) {
                ids.add(dot.id());
            }
        }
        return ids;
    }

    ScatterMap.@Nullable Dot nearest(double x, double y, double reach) {
        ScatterMap.Dot best = null;
        double least = reach;
        for (ScatterMap.Dot dot : dots) {
            double far = Math.hypot(camera.x(dot.x()) - x, camera.y(dot.y()) - y);
            if (far < least) {
                least = far;
                best = dot;
            }
        }
        return best;
    }

    /// The nearest point in a quarter of the plane, seen from the one chosen last, or from the
    /// middle of what is in sight.
    ScatterMap.@Nullable Dot next(int dx, int dy, Point2D middle) {
        ScatterMap.Dot from = null;
        for (ScatterMap.Dot dot : dots) {
            from = dot.id().equals(last) ? dot : from;
        }
        ScatterMap.Dot best = null;
        double least = Double.MAX_VALUE;
        for (ScatterMap.Dot dot : dots) {
            double x = camera.x(dot.x()) - (from == null ? middle.getX() : camera.x(from.x()));
            double y = camera.y(dot.y()) - (from == null ? middle.getY() : camera.y(from.y()));
            double ahead = x * dx + y * dy;
            double aside = Math.abs(x * dy + y * dx);
            boolean there = from == null || (ahead > 0 && aside <= ahead);
            double far = ahead * ahead + aside * aside;
            if (there && !dot.equals(from) && far < least) {
                least = far;
                best = dot;
            }
        }
        return best;
    }

    /// Draws what is in sight.
    void draw(Pen pen, Inks inks) {
        Predicate<ScatterMap.Dot> faint = dot -> !bright.test(dot.id()) && !isChosen(dot);
        dots(pen, inks.faint, faint, DOT - 1);
        dots(pen, inks.dot, dot -> bright.test(dot.id()) && !isChosen(dot), DOT);
        dots(pen, inks.chosen, this::isChosen, DOT + 1);
        names(pen, inks.name);
    }

    private boolean isChosen(ScatterMap.Dot dot) {
        return chosen.contains(dot.id());
    }

    private void dots(Pen pen, Paint ink, Predicate<ScatterMap.Dot> which, double radius) {
        for (ScatterMap.Dot dot : dots) {
            if (camera.isNear(dot.x(), dot.y(), 2 * DOT) && which.test(dot)) {
                pen.dot(camera.x(dot.x()), camera.y(dot.y()), radius, ink);
            }
        }
    }

    /// Names beside what is chosen first, then beside as much as there is room for; never one over
    /// another.
    private void names(Pen pen, Paint ink) {
        List<ScatterMap.Dot> named =
                dots.stream()
                        .filter(dot -> camera.isNear(dot.x(), dot.y(), 0))
                        .filter(dot -> isChosen(dot) || bright.test(dot.id()))
                        .sorted(Comparator.comparingInt(dot -> isChosen(dot) ? 0 : 1))
                        .limit(NAMED)
                        .toList();
        List<Rectangle2D> taken = new ArrayList<>();
        for (ScatterMap.Dot dot : named) {
            String name = words(dot).lines().findFirst().orElse(dot.id());
            double wide = LETTER * name.length();
            double right = camera.x(dot.x()) + DOT + 4;
            boolean fits = right + wide < camera.width();
            double x = fits ? right : Math.max(2, right - 2 * (DOT + 4) - wide);
            Rectangle2D box = new Rectangle2D(x, camera.y(dot.y()) - 8, wide, 16);
            if (taken.stream().noneMatch(box::intersects)) {
                taken.add(box);
                pen.name(name, x, camera.y(dot.y()) + 4, ink);
            }
        }
    }
}
