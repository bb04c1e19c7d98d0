package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Points of a plane that can be zoomed, moved, pointed at and gathered with a lasso.
///
/// Wheel or `+`/`−`: zoom; drag: move, or, with the lasso on, gather; click: choose (with Shift or
/// the shortcut key: add); arrow keys: to the next point that way; `0`: everything in sight.
///
/// **Cost**: one canvas; some hundred thousand points are drawn in one frame's time.
public final class ScatterMap extends Region {
    private static final double DOT = 4;
    private static final double REACH = 10;
    private static final int NAMED = 150;
    private static final double CLICK = 4;
    private static final double LETTER = 6.6;

    private final Canvas canvas = new Canvas();
    private final Label tip = new Label();
    private final Text dotInk = ink("dot-ink");
    private final Text faintInk = ink("faint-ink");
    private final Text chosenInk = ink("chosen-ink");
    private final Text nameInk = ink("name-ink");
    private final MapCamera camera = new MapCamera();
    private List<Dot> dots = List.of();
    private Set<String> chosen = Set.of();
    private String last = "";
    private Set<String> bright = Set.of();
    private boolean lasso;
    private Consumer<List<String>> onChoose = ids -> {};
    private Function<String, String> words = id -> id;
    private final List<Point2D> loop = new ArrayList<>();
    private double pressedX;
    private double pressedY;
    private double draggedX;
    private double draggedY;

    /// A point by name, its place between −1 and 1.
    public record Dot(String id, double x, double y) {}

    /// An empty map.
    public ScatterMap() {
        getStyleClass().add("scatter-map");
        tip.getStyleClass().add("map-tip");
        tip.setMouseTransparent(true);
        tip.setVisible(false);
        tip.setManaged(false);
        canvas.setManaged(false);
        getChildren().addAll(canvas, dotInk, faintInk, chosenInk, nameInk, tip);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.NODE);
        setAccessibleText(Words.of("control.map-of-concepts-arrow-keys"));
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> point(event.getX(), event.getY()));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> tip.setVisible(false));
        addEventHandler(ScrollEvent.SCROLL, this::scrolled);
        addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        focusedProperty().subscribe(focused -> draw());
        visibleProperty().subscribe(seen -> draw());
    }

    private Text ink(String styleClass) {
        Text text = new Text();
        text.getStyleClass().add(styleClass);
        text.setManaged(false);
        text.setVisible(false);
        text.fillProperty().subscribe(fill -> requestLayout());
        return text;
    }

    /// Shows other points, all in sight.
    public void setDots(List<Dot> newDots) {
        dots = List.copyOf(newDots);
        camera.reset();
        draw();
    }

    /// Marks points by name; the last of them is the one the keys start from.
    public void setChosen(List<String> ids) {
        chosen = Set.copyOf(ids);
        last = ids.isEmpty() ? "" : ids.getLast();
        draw();
    }

    /// The points that stand out; others are faint.
    public void setBright(Set<String> ids) {
        bright = ids;
        draw();
    }

    /// What is said of a point: its name first, up to a line's end, then the rest.
    public void setWords(Function<String, String> newWords) {
        words = newWords;
        draw();
    }

    /// Told the names of the points that are chosen, the last one last.
    public void setOnChoose(Consumer<List<String>> receiver) {
        onChoose = receiver;
    }

    /// Whether dragging gathers points rather than moving the map.
    public void setLasso(boolean on) {
        lasso = on;
    }

    /// Brings everything into sight.
    public void reset() {
        camera.reset();
        draw();
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        pressedX = event.getX();
        pressedY = event.getY();
        draggedX = pressedX;
        draggedY = pressedY;
        loop.clear();
        if (lasso && event.getButton() == MouseButton.PRIMARY) {
            loop.add(new Point2D(pressedX, pressedY));
        }
    }

    private void dragged(MouseEvent event) {
        if (loop.isEmpty()) {
            camera.move(event.getX() - draggedX, event.getY() - draggedY);
            draggedX = event.getX();
            draggedY = event.getY();
        } else {
            loop.add(new Point2D(event.getX(), event.getY()));
        }
        tip.setVisible(false);
        draw();
    }

    private void released(MouseEvent event) {
        boolean click = Math.hypot(event.getX() - pressedX, event.getY() - pressedY) < CLICK;
        boolean more = event.isShiftDown() || event.isShortcutDown();
        List<Point2D> drawn = List.copyOf(loop);
        loop.clear();
        if (!click && drawn.size() > 2) {
            choose(inside(drawn), more);
        } else if (click && event.getClickCount() == 2) {
            reset();
        } else if (click) {
            Dot dot = nearest(event.getX(), event.getY(), REACH);
            if (dot != null) {
                choose(List.of(dot.id), more);
            }
        }
        draw();
    }

    private void choose(List<String> ids, boolean more) {
        if (ids.isEmpty()) {
            return;
        }
        Set<String> all = new java.util.LinkedHashSet<>(more ? chosen : Set.of());
        all.removeAll(ids);
        all.addAll(ids);
        onChoose.accept(List.copyOf(all));
    }

    private List<String> inside(List<Point2D> drawn) {
        Lasso area = new Lasso(drawn);
        List<String> ids = new ArrayList<>();
        for (Dot dot : dots) {
            if (area.contains(camera.x(dot.x), camera.y(dot.y))) {
                ids.add(dot.id);
            }
        }
        return ids;
    }

    private void scrolled(ScrollEvent event) {
        camera.zoom(Math.pow(1.002, event.getDeltaY()), event.getX(), event.getY());
        draw();
        event.consume();
    }

    private void onKey(KeyEvent event) {
        double midX = getWidth() / 2;
        double midY = getHeight() / 2;
        switch (event.getCode()) {
            case LEFT -> step(-1, 0, event.isShiftDown());
            case RIGHT -> step(1, 0, event.isShiftDown());
            case UP -> step(0, -1, event.isShiftDown());
            case DOWN -> step(0, 1, event.isShiftDown());
            case PLUS, ADD, EQUALS -> camera.zoom(1.25, midX, midY);
            case MINUS, SUBTRACT -> camera.zoom(0.8, midX, midY);
            case DIGIT0, NUMPAD0 -> camera.reset();
            default -> {
                return;
            }
        }
        event.consume();
        draw();
    }

    /// Goes to the nearest point in a quarter of the plane.
    private void step(int dx, int dy, boolean more) {
        Dot from = null;
        for (Dot dot : dots) {
            from = dot.id.equals(last) ? dot : from;
        }
        Dot best = null;
        double least = Double.MAX_VALUE;
        for (Dot dot : dots) {
            double x = camera.x(dot.x) - (from == null ? getWidth() / 2 : camera.x(from.x));
            double y = camera.y(dot.y) - (from == null ? getHeight() / 2 : camera.y(from.y));
            double ahead = x * dx + y * dy;
            double aside = Math.abs(x * dy + y * dx);
            boolean there = from == null || (ahead > 0 && aside <= ahead);
            double far = ahead * ahead + aside * aside;
            if (there && !dot.equals(from) && far < least) {
                least = far;
                best = dot;
            }
        }
        if (best != null) {
            choose(List.of(best.id), more);
        }
    }

    private @org.jspecify.annotations.Nullable Dot nearest(double x, double y, double reach) {
        Dot best = null;
        double least = reach;
        for (Dot dot : dots) {
            double far = Math.hypot(camera.x(dot.x) - x, camera.y(dot.y) - y);
            if (far < least) {
                least = far;
                best = dot;
            }
        }
        return best;
    }

    private void point(double x, double y) {
        Dot dot = nearest(x, y, REACH);
        tip.setVisible(dot != null);
        if (dot == null) {
            return;
        }
        tip.setText(words.apply(dot.id));
        tip.autosize();
        double left = Math.min(x + 12, getWidth() - tip.getWidth() - 4);
        double top = y + 16 + tip.getHeight() > getHeight() ? y - tip.getHeight() - 8 : y + 16;
        tip.relocate(Math.max(4, left), Math.max(4, top));
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        camera.resize(getWidth(), getHeight());
        draw();
    }

    private void draw() {
        if (!isVisible()) {
            return; // drawn when it is shown
        }
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.clearRect(0, 0, getWidth(), getHeight());
        paint(pen, faintInk.getFill(), dot -> !bright.contains(dot.id) && !isChosen(dot), DOT - 1);
        paint(pen, dotInk.getFill(), dot -> bright.contains(dot.id) && !isChosen(dot), DOT);
        paint(pen, chosenInk.getFill(), this::isChosen, DOT + 1);
        names(pen);
        if (loop.size() > 1) {
            pen.setStroke(chosenInk.getFill());
            pen.setLineWidth(1.5);
            pen.strokePolyline(
                    loop.stream().mapToDouble(Point2D::getX).toArray(),
                    loop.stream().mapToDouble(Point2D::getY).toArray(),
                    loop.size());
        }
    }

    private boolean isChosen(Dot dot) {
        return chosen.contains(dot.id);
    }

    private void paint(
            GraphicsContext pen,
            Paint ink,
            java.util.function.Predicate<Dot> which,
            double radius) {
        pen.setFill(ink);
        for (Dot dot : dots) {
            double x = camera.x(dot.x);
            double y = camera.y(dot.y);
            boolean inSight = x > -8 && y > -8 && x < getWidth() + 8 && y < getHeight() + 8;
            if (inSight && which.test(dot)) {
                pen.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
            }
        }
    }

    /// Names beside what is chosen first, then beside as much as there is room for; never one over
    /// another.
    private void names(GraphicsContext pen) {
        pen.setFont(Font.font("Inter UI", 12));
        pen.setFill(nameInk.getFill());
        List<Dot> named =
                dots.stream()
                        .filter(dot -> camera.isInSight(dot.x, dot.y))
                        .filter(dot -> isChosen(dot) || bright.contains(dot.id))
                        .sorted(Comparator.comparingInt(dot -> isChosen(dot) ? 0 : 1))
                        .limit(NAMED)
                        .toList();
        List<Rectangle2D> taken = new ArrayList<>();
        for (Dot dot : named) {
            String name = words.apply(dot.id).lines().findFirst().orElse(dot.id);
            double wide = LETTER * name.length();
            double right = camera.x(dot.x) + DOT + 4;
            double x = right + wide < getWidth() ? right : right - 2 * (DOT + 4) - wide;
            Rectangle2D box = new Rectangle2D(x, camera.y(dot.y) - 8, wide, 16);
            if (taken.stream().noneMatch(box::intersects)) {
                taken.add(box);
                pen.fillText(name, x, camera.y(dot.y) + 4);
            }
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return 400;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 400;
    }
}
