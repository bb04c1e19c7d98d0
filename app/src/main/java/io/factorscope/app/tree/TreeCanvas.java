package io.factorscope.app.tree;

import io.factorscope.app.figure.TreeFigure;
import io.factorscope.app.words.Words;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.CubicCurveTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.Rectangle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The drawing: drag to move, scroll to zoom, click to choose, click again to expand.
///
/// Keys: arrows walk the tree, right also expands, left also collapses, Enter expands or collapses,
/// `+` and `-` zoom, `0` shows all.
///
/// **Cost**: only boxes in sight are nodes; edges are one shape for each of a few thicknesses.
final class TreeCanvas extends Region {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");
    private static final int THICKNESSES = 5;
    private static final double MARGIN = 16;
    private static final double LEAST_ZOOM = 0.1;
    private static final double MOST_ZOOM = 3;

    private final TreeDrawing drawing;
    private final Group world = new Group();
    private final Group boxes = new Group();
    private final List<Path> edges = new ArrayList<>();
    private final Path litEdges = new Path();
    private final Map<String, Box> shown = new HashMap<>();
    private final Map<String, TreeFigure.Placed> byKey = new HashMap<>();
    private double zoom = 1;
    private double left = MARGIN;
    private double top = MARGIN;
    private double grabX;
    private double grabY;
    private boolean moved;
    private boolean empty = true;

    TreeCanvas(TreeDrawing drawing) {
        this.drawing = drawing;
        setId("tree-canvas");
        getStyleClass().add("tree-canvas");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TREE_VIEW);
        for (int i = 0; i < THICKNESSES; i++) {
            Path path = new Path();
            path.getStyleClass().add("tree-edge");
            path.setStrokeWidth(TreeFigure.thickness((i + 0.5) / THICKNESSES));
            edges.add(path);
        }
        litEdges.getStyleClass().addAll("tree-edge", "lit");
        litEdges.setStrokeWidth(3);
        world.getChildren().addAll(edges);
        world.getChildren().addAll(litEdges, boxes);
        world.setManaged(false);
        getChildren().add(world);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::grab);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(ScrollEvent.SCROLL, this::scroll);
        addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        drawing.drawnProperty().subscribe((before, now) -> show());
        drawing.selectedProperty()
                .subscribe((before, now) -> {
                    keepInSight();
                    place();
                });
        show();
    }

    private void grab(MouseEvent event) {
        requestFocus();
        grabX = event.getX() - left;
        grabY = event.getY() - top;
        moved = false;
    }

    private void drag(MouseEvent event) {
        moved = true;
        left = event.getX() - grabX;
        top = event.getY() - grabY;
        place();
    }

    private void scroll(ScrollEvent event) {
        double by = Math.exp(Math.clamp(event.getDeltaY(), -80, 80) / 240);
        zoomAt(by, event.getX(), event.getY());
        event.consume();
    }

    private void zoomAt(double by, double x, double y) {
        double now = Math.clamp(zoom * by, LEAST_ZOOM, MOST_ZOOM);
        left = x - (x - left) * now / zoom;
        top = y - (y - top) * now / zoom;
        zoom = now;
        place();
    }

    /// Zooms about the middle.
    void zoom(double by) {
        zoomAt(by, getWidth() / 2, getHeight() / 2);
    }

    /// Shows the whole drawing, never larger than life.
    void fit() {
        TreeFigure figure = drawing.drawnProperty().get().figure();
        if (figure.nodes().isEmpty() || getWidth() == 0) {
            return;
        }
        double across = (getWidth() - 2 * MARGIN) / figure.width();
        double down = (getHeight() - 2 * MARGIN) / figure.height();
        zoom = Math.clamp(Math.min(across, down), LEAST_ZOOM, 1);
        left = MARGIN;
        top = Math.max(MARGIN, (getHeight() - zoom * figure.height()) / 2);
        place();
    }

    private void show() {
        TreeDrawing.Drawn drawn = drawing.drawnProperty().get();
        List<TreeFigure.Placed> nodes = drawn.figure().nodes();
        shown.clear();
        boxes.getChildren().clear();
        byKey.clear();
        edges.forEach(path -> path.getElements().clear());
        litEdges.getElements().clear();
        for (TreeFigure.Placed child : nodes) {
            byKey.put(child.node().key(), child);
            if (child.node().parent() >= 0) {
                boolean lit = drawn.lit().contains(child.node().key());
                double weight = child.node().weight();
                int kind = (int) Math.clamp(weight * THICKNESSES, 0, THICKNESSES - 1);
                draw(lit ? litEdges : edges.get(kind), nodes.get(child.node().parent()), child);
            }
        }
        if (empty && !nodes.isEmpty()) {
            fit();
        }
        empty = nodes.isEmpty();
        keepInSight();
        place();
    }

    private static void draw(Path path, TreeFigure.Placed parent, TreeFigure.Placed child) {
        double x1 = parent.x() + TreeFigure.NODE_WIDTH;
        double y1 = parent.y() + TreeFigure.NODE_HEIGHT / 2;
        double y2 = child.y() + TreeFigure.NODE_HEIGHT / 2;
        double middle = (x1 + child.x()) / 2;
        path.getElements()
                .addAll(
                        new MoveTo(x1, y1),
                        new CubicCurveTo(middle, y1, middle, y2, child.x(), y2));
    }

    /// Makes boxes for what is in sight and forgets the others.
    private void place() {
        world.setScaleX(1);
        world.getTransforms()
                .setAll(
                        new javafx.scene.transform.Translate(left, top),
                        new javafx.scene.transform.Scale(zoom, zoom));
        double x0 = -left / zoom - TreeFigure.NODE_WIDTH;
        double y0 = -top / zoom - TreeFigure.NODE_HEIGHT;
        double x1 = (getWidth() - left) / zoom;
        double y1 = (getHeight() - top) / zoom;
        List<Box> now = new ArrayList<>();
        for (TreeFigure.Placed placed : byKey.values()) {
            if (placed.x() > x0 && placed.x() < x1 && placed.y() > y0 && placed.y() < y1) {
                now.add(shown.computeIfAbsent(placed.node().key(), key -> new Box(placed)));
            }
        }
        now.sort(Comparator.comparingDouble((Box box) -> box.placed.y()));
        shown.values().retainAll(now);
        boxes.getChildren().setAll(now);
        mark();
    }

    private void mark() {
        String chosen = drawing.selectedProperty().get();
        for (Box box : shown.values()) {
            String key = box.placed.node().key();
            box.pseudoClassStateChanged(SELECTED, key.equals(chosen));
            box.pseudoClassStateChanged(LIT, drawing.drawnProperty().get().lit().contains(key));
        }
        TreeFigure.Placed placed = chosen == null ? null : byKey.get(chosen);
        setAccessibleText(
                placed == null
                        ? Words.of("tree.concept-tree")
                        : placed.node().title() + ", " + placed.node().note());
    }

    private void keepInSight() {
        String chosen = drawing.selectedProperty().get();
        TreeFigure.Placed placed = chosen == null ? null : byKey.get(chosen);
        if (placed == null || getWidth() == 0) {
            return;
        }
        double x = left + zoom * placed.x();
        double y = top + zoom * placed.y();
        double right = getWidth() - zoom * TreeFigure.NODE_WIDTH - MARGIN;
        double bottom = getHeight() - zoom * TreeFigure.NODE_HEIGHT - MARGIN;
        left += Math.clamp(x, MARGIN, Math.max(MARGIN, right)) - x;
        top += Math.clamp(y, MARGIN, Math.max(MARGIN, bottom)) - y;
    }

    @Override
    protected void layoutChildren() {
        place();
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case UP -> step(-1);
            case DOWN -> step(1);
            case LEFT -> out();
            case RIGHT -> in();
            case ENTER, SPACE -> toggle();
            case PLUS, ADD, EQUALS -> zoom(1.25);
            case MINUS, SUBTRACT -> zoom(0.8);
            case DIGIT0, NUMPAD0 -> fit();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private Optional<TreeFigure.Placed> chosen() {
        String key = drawing.selectedProperty().get();
        return key == null ? Optional.empty() : Optional.ofNullable(byKey.get(key));
    }

    private void choose(String key) {
        drawing.selectedProperty().set(key);
    }

    /// To the next node above or below on the same level.
    private void step(int way) {
        chosen().ifPresent(from ->
                byKey.values().stream()
                        .filter(p -> Math.abs(p.x() - from.x()) < 1)
                        .filter(p -> way * (p.y() - from.y()) > 0)
                        .min(Comparator.comparingDouble(p -> way * p.y()))
                        .ifPresent(p -> choose(p.node().key())));
    }

    private void in() {
        chosen().ifPresent(from -> {
            String key = from.node().key();
            Optional<TreeFigure.Placed> child =
                    byKey.values().stream()
                            .filter(p -> p.node().key().startsWith(key + "/"))
                            .filter(p -> p.node().key().indexOf('/', key.length() + 1) < 0)
                            .min(Comparator.comparingDouble(TreeFigure.Placed::y));
            child.ifPresentOrElse(
                    p -> choose(p.node().key()),
                    () -> {
                        if (!drawing.isExpanded(key)) {
                            drawing.toggle(key);
                        }
                    });
        });
    }

    private void out() {
        chosen().ifPresent(from -> {
            String key = from.node().key();
            if (drawing.isExpanded(key)) {
                drawing.toggle(key);
            } else if (key.contains("/")) {
                choose(key.substring(0, key.lastIndexOf('/')));
            }
        });
    }

    private void toggle() {
        chosen().ifPresent(from -> drawing.toggle(from.node().key()));
    }

    /// One node of the tree.
    private final class Box extends VBox {
        private final TreeFigure.Placed placed;

        Box(TreeFigure.Placed placed) {
            this.placed = placed;
            getStyleClass().add("tree-box");
            TreeFigure.Node node = placed.node();
            getChildren()
                    .addAll(
                            line(node.title(), "title"),
                            line(String.join("  ", node.tokens()), "tokens"),
                            line(node.note(), "note"));
            setMinSize(TreeFigure.NODE_WIDTH, TreeFigure.NODE_HEIGHT);
            setMaxSize(TreeFigure.NODE_WIDTH, TreeFigure.NODE_HEIGHT);
            setPrefSize(TreeFigure.NODE_WIDTH, TreeFigure.NODE_HEIGHT);
            relocate(placed.x(), placed.y());
            setAccessibleText(node.title() + ", " + node.note());
            setOnMouseClicked(event -> clicked());
        }

        private static Label line(String words, String styleClass) {
            Label label = new Label(words);
            label.getStyleClass().add(styleClass);
            label.setMaxWidth(TreeFigure.NODE_WIDTH);
            return label;
        }

        private void clicked() {
            if (moved) {
                return;
            }
            String key = placed.node().key();
            boolean again = key.equals(drawing.selectedProperty().get());
            drawing.selectedProperty().set(key);
            if (again || !drawing.isExpanded(key)) {
                drawing.toggle(key);
            }
        }
    }
}
