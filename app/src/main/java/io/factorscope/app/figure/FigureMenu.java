package io.factorscope.app.figure;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Icon;
import io.factorscope.app.words.Words;

import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.transform.Scale;

import java.util.function.Supplier;

/// Lets a figure of the window be saved and copied.
///
/// **Threads**: FX thread.
public final class FigureMenu {
    private static final double FINE = 2;

    private final Node figure;
    private final String name;
    private final Supplier<String> caption;
    private final Supplier<? extends Node> drawn;

    /// Gives a figure a context menu; `name`: of its file, without an ending; `caption`: the line
    /// above it in the file.
    public FigureMenu(Node figure, String name, Supplier<String> caption) {
        this(figure, name, caption, () -> figure);
    }

    /// For a figure that is drawn as pixels: `drawn` makes the same of shapes.
    public FigureMenu(
            Node figure, String name, Supplier<String> caption, Supplier<? extends Node> drawn) {
        this.figure = figure;
        this.name = name;
        this.caption = caption;
        this.drawn = drawn;
        figure.setOnContextMenuRequested(event -> {
            menu().show(figure, event.getScreenX(), event.getScreenY());
            event.consume();
        });
    }

    private ContextMenu menu() {
        return new ContextMenu(
                item(Words.of("figure.save"), this::save),
                item(Words.of("figure.copy"), this::copy));
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> action.run());
        return item;
    }

    /// A small button that saves the figure.
    public Button button() {
        return Buttons.icon(Icon.PICTURE, Words.of("figure.save"), this::save);
    }

    /// Asks the window to save the figure as it looks now.
    public void save() {
        Painter painter = new NodePainter(drawn.get(), caption.get(), figure);
        figure.fireEvent(new FigureEvent(painter, name));
    }

    /// Puts the figure's pixels on the clipboard.
    private void copy() {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(new Scale(FINE, FINE));
        parameters.setFill(figure.getScene().getFill());
        ClipboardContent content = new ClipboardContent();
        content.putImage(figure.snapshot(parameters, null));
        Clipboard.getSystemClipboard().setContent(content);
    }
}
