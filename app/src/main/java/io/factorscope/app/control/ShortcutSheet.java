package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.List;

/// The shortcuts over the window: those that work everywhere, and beside them those of a place.
public final class ShortcutSheet extends VBox {
    private final GridPane everywhere = grid();

    /// A closed sheet.
    public ShortcutSheet() {
        getStyleClass().add("shortcut-sheet");
        setId("shortcut-sheet");
        Label title = new Label(Words.of("control.shortcuts"));
        title.getStyleClass().add("heading");
        Label end = new Label(Words.of("control.f1-or-escape-closes-this"));
        end.getStyleClass().addAll("small", "muted");
        HBox both = new HBox(48, everywhere, ofPlaces());
        getChildren().addAll(title, both, end);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        shown(false);
    }

    /// Opens with those of the actions that have keys, or closes where it is open.
    public void toggle(List<Palette.Entry> entries) {
        everywhere.getChildren().clear();
        for (Palette.Entry entry : entries) {
            if (!entry.keys().isEmpty()) {
                row(everywhere, entry.name(), entry.keys());
            }
        }
        shown(!isVisible());
    }

    private static GridPane ofPlaces() {
        GridPane grid = grid();
        title(grid, Words.of("control.in-the-table"));
        row(grid, Words.of("control.star-what-is-chosen"), "S");
        row(grid, Words.of("control.copy-what-is-chosen"), "Ctrl+C");
        row(grid, Words.of("control.name-it"), "F2");
        title(grid, Words.of("control.on-a-slider"));
        row(grid, Words.of("control.more-or-less"), "← →");
        row(grid, Words.of("control.mute-solo"), "M  S");
        row(grid, Words.of("control.turn-the-sign-reset"), "−  0");
        row(grid, Words.of("control.remove"), "Delete");
        title(grid, Words.of("control.in-the-tree"));
        row(grid, Words.of("control.neighbours-parent-children"), "↑ ↓ ← →");
        row(grid, Words.of("control.open-or-close-a-node"), "Enter");
        title(grid, Words.of("control.in-the-tree-and-on-the-map"));
        row(grid, Words.of("control.closer-farther-all"), "+  −  0");
        row(grid, Words.of("control.map-next-and-choose-more"), "← ↑ → ↓  Shift");
        return grid;
    }

    private static GridPane grid() {
        GridPane grid = new GridPane();
        grid.setHgap(24);
        grid.setVgap(6);
        return grid;
    }

    private static void title(GridPane grid, String words) {
        Label title = new Label(words);
        title.getStyleClass().addAll("small", "muted");
        grid.add(title, 0, grid.getRowCount(), 2, 1);
    }

    private static void row(GridPane grid, String words, String keys) {
        Label pressed = new Label(keys);
        pressed.getStyleClass().add("keys");
        grid.addRow(grid.getRowCount(), new Label(words), pressed);
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
