package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Circle;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Points of a plane that can be zoomed, moved, pointed at and gathered with a lasso.
///
/// Wheel or `+`/`−`: zoom; drag: move, or, with the lasso on, gather; click: choose (with Shift or
/// the shortcut key: add); arrow keys: to the next point that way; `0`: everything in sight.
///
/// **Cost**: one canvas; some hundred thousand points are drawn in one frame's time.
public final class ScatterMap extends Region {
    private static final double REACH = 10;
    private static final double CLICK = 4;
    private static final String NAMES = "Inter UI";
    private static final double NAME_SIZE = 12;

    private final Canvas canvas = new Canvas();
    private final Label tip = new Label();
    private final Text dotInk = ink("dot-ink");
    private final Text faintInk = ink("faint-ink");
    private final Text chosenInk = ink("chosen-ink");
    private final Text nameInk = ink("name-ink");
    private final MapPoints points = new MapPoints();
    private final MapCamera camera = points.camera;
    private boolean lasso;
    private Consumer<List<String>> onChoose = ids -> {};
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
        points.setDots(newDots);
        draw();
    }

    /// Marks points by name; the last of them is the one the keys start from.
    public void setChosen(List<String> ids) {
        points.setChosen(ids);
        draw();
    }

    /// The points that stand out; others are faint.
    public void setBright(Predicate<String> ids) {
        points.setBright(ids);
        draw();
    }

    /// What is said of a point: its name first, up to a line's end, then the rest.
    public void setWords(Function<String, String> newWords) {
        points.setWords(newWords);
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
            choose(points.inside(drawn), more);
        } else if (click && event.getClickCount() == 2) {
            reset();
        } else if (click) {
            Dot dot = points.nearest(event.getX(), event.getY(), REACH);
            if (dot != null) {
                choose(List.of(dot.id), more);
            }
        }
        draw();
    }

    private void choose(List<String> ids, boolean more) {
        if (!ids.isEmpty()) {
            onChoose.accept(points.choosing(ids, more));
        }
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

    private void step(int dx, int dy, boolean more) {
        Dot next = points.next(dx, dy, new Point2D(getWidth() / 2, getHeight() / 2));
        if (next != null) {
            choose(List.of(next.id), more);
        }
    }

    private void point(double x, double y) {
        Dot dot = points.nearest(x, y, REACH);
        tip.setVisible(dot != null);
        if (dot == null) {
            return;
        }
        tip.setText(points.words(dot));
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
        pen.setFont(Font.font(NAMES, NAME_SIZE));
        points.draw(new CanvasPen(pen), inks());
        if (loop.size() > 1) {
            pen.setStroke(chosenInk.getFill());
            pen.setLineWidth(1.5);
            pen.strokePolyline(
                    loop.stream().mapToDouble(Point2D::getX).toArray(),
                    loop.stream().mapToDouble(Point2D::getY).toArray(),
                    loop.size());
        }
    }

    private MapPoints.Inks inks() {
        return new MapPoints.Inks(
                faintInk.getFill(), dotInk.getFill(), chosenInk.getFill(), nameInk.getFill());
    }

    private record CanvasPen(GraphicsContext canvas) implements MapPoints.Pen {
        @Override
        public void dot(double x, double y, double radius, Paint ink) {
            canvas.setFill(ink);
            canvas.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
        }

        @Override
        public void name(String text, double x, double y, Paint ink) {
            canvas.setFill(ink);
            canvas.fillText(text, x, y);
        }
    }

    private record ShapePen(List<Node> made) implements MapPoints.Pen {
        @Override
        public void dot(double x, double y, double radius, Paint ink) {
            made.add(new Circle(x, y, radius, ink));
        }

        @Override
        public void name(String text, double x, double y, Paint ink) {
            Text name = new Text(x, y, text);
            name.setFont(Font.font(NAMES, NAME_SIZE));
            name.setFill(ink);
            made.add(name);
        }
    }

    /// What is in sight as shapes, on no ground of its own, as wide and high as the map.
    public Pane shapes() {
        List<Node> made = new ArrayList<>();
        points.draw(new ShapePen(made), inks());
        Pane pane = new Pane();
        made.forEach(node -> node.setManaged(false));
        pane.getChildren().setAll(made);
        pane.resize(getWidth(), getHeight());
        return pane;
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
