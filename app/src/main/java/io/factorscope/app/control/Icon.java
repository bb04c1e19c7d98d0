package io.factorscope.app.control;

import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.SVGPath;

/// The icons, as outlines in a 16 × 16 box, drawn for this program. A style sheet colours them.
public enum Icon {
    START("M2.5 7.2 8 2.5l5.5 4.7M4 6.2v7.3h3v-4h2v4h3V6.2"),
    FACTORS("M2.5 3.5h11M2.5 8h11M2.5 12.5h11M6 3.5v9"),
    TREE("M8 5.5v2.5M4 10.5V8h8v2.5M6.5 2.5h3v3h-3zM2.5 10.5h3v3h-3zM10.5 10.5h3v3h-3z"),
    STEER(
            "M2.5 4.5h5M11.5 4.5h2M7.5 4.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0M2.5 11.5h2M8.5 11.5h5"
                    + "M4.5 11.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0"),
    COMPARE("M2.5 2.5h3v11h-3zM6.5 2.5h3v11h-3zM10.5 2.5h3v11h-3z"),
    EVALUATE("M2.5 2.5v11h11M5.5 11V8.5M8.5 11V5M11.5 11V7"),
    SETTINGS(
            "M8 5.7a2.3 2.3 0 1 0 .01 0M8 1.8v1.9M8 12.3v1.9M1.8 8h1.9M12.3 8h1.9"
                    + "M3.6 3.6l1.4 1.4M11 11l1.4 1.4M3.6 12.4l1.4-1.4M11 5l1.4-1.4"),
    SEARCH("M7 2.5a4.5 4.5 0 1 0 .01 0M10.3 10.3l3.2 3.2"),
    THEME("M8 2.5a5.5 5.5 0 1 0 .01 0M8 2.5v11M8 5l4-.8M8 8h5.3M8 11l4 .8"),
    CLOSE("M4 4l8 8M12 4l-8 8"),
    COPY("M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1"),
    PICTURE("M2.5 3.5h11v9h-11zM2.5 10.5l3-3 2.5 2.5 2-2 3.5 3.5M10.5 6v.01"),
    RESET("M3 3v3.5h3.5M3.3 6.3A5.2 5.2 0 1 1 2.8 9"),
    SOUND("M2.5 6v4h2.5l3.5 3v-10l-3.5 3zM11 5.8a3 3 0 0 1 0 4.4"),
    MUTED("M2.5 6v4h2.5l3.5 3v-10l-3.5 3zM11 6.3l3 3.4M14 6.3l-3 3.4"),
    ADD("M8 3v10M3 8h10"),
    MORE("M3.5 7.7a.3.3 0 1 0 .01 0M8 7.7a.3.3 0 1 0 .01 0M12.5 7.7a.3.3 0 1 0 .01 0"),
    STAR("M8 2.3l1.8 3.7 4 .5-3 2.8.8 4L8 11.3l-3.6 2 .8-4-3-2.8 4-.5z"),
    COLUMNS("M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10"),
    MAP(
            "M4 4.2a1.2 1.2 0 1 0 .01 0M11.5 3a1.2 1.2 0 1 0 .01 0M8.5 8a1.2 1.2 0 1 0 .01 0"
                    + "M4.5 11.5a1.2 1.2 0 1 0 .01 0M12 11a1.2 1.2 0 1 0 .01 0"),
    LASSO(
            "M8 2.5c3.3 0 5.5 1.5 5.5 3.6S11.300 9.700 8 9.700 2.500 8.200 2.500 6.100 4.700 2.500"
                + " 8 2.500M5.500 9.300a1.500 1.500 0 1 0 .01 0M5.500 12.300c0 .8-.500 1.200-1.500"
                + " 1.400"),
    INFO("M8 2a6 6 0 1 0 .01 0M8 7.5v3.5M8 5v.01"),
    WARNING("M8 2.5l6 11h-12zM8 6.8v3M8 11.7v.01"),
    SOLO("M3 9.5V8a5 5 0 0 1 10 0v1.5M3 9.5h2v4H3zM11 9.5h2v4h-2z"),
    SIGN("M3.5 5h9M10 2.5L12.5 5L10 7.5M12.5 11h-9M6 8.5L3.5 11L6 13.5"),
    LOCK("M4 7.5h8v6H4zM5.5 7.5V5.5a2.5 2.5 0 0 1 5 0v2"),
    PLAY("M4.5 3l8 5-8 5z"),
    STOP("M4 4h8v8h-8z");

    private static final double SIZE = 16;

    private final String path;

    Icon(String path) {
        this.path = path;
    }

    /// A new node of this icon, with the style class `icon`.
    public Region node() {
        SVGPath shape = new SVGPath();
        shape.setContent(path);
        shape.setManaged(false);
        shape.getStyleClass().add("icon-shape");
        Pane box = new Pane(shape);
        box.getStyleClass().add("icon");
        box.setMouseTransparent(true);
        box.setMinSize(SIZE, SIZE);
        box.setPrefSize(SIZE, SIZE);
        box.setMaxSize(SIZE, SIZE);
        return box;
    }
}
