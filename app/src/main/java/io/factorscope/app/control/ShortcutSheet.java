package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import java.util.List;

/// The shortcuts, in one list over the window.
public final class ShortcutSheet extends VBox {
    private final GridPane grid = new GridPane();

    /// A closed sheet.
    public ShortcutSheet() {
        getStyleClass().add("shortcut-sheet");
        setId("shortcut-sheet");
        Label title = new Label(Words.of("control.shortcuts"));
        title.getStyleClass().add("heading");
        Label end = new Label(Words.of("control.f1-or-escape-closes-this"));
        end.getStyleClass().addAll("small", "muted");
        grid.setHgap(24);
        grid.setVgap(8);
        getChildren().addAll(title, grid, end);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        shown(false);
    }

    /// Opens with those of the actions that have keys, or closes where it is open.
    public void toggle(List<Palette.Entry> entries) {
        grid.getChildren().clear();
        int row = 0;
        for (Palette.Entry entry : entries) {
            if (!entry.keys().isEmpty()) {
                Label keys = new Label(entry.keys());
                keys.getStyleClass().add("keys");
                grid.addRow(row, new Label(entry.name()), keys);
                row++;
            }
        }
        shown(!isVisible());
    }

    /// Closes.
    public void close() {
        shown(false);
    }

    private void shown(boolean on) {
        setVisible(on);
        setManaged(on);
    }
}
