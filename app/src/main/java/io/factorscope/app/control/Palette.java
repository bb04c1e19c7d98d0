package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Every action by name: type a part of it, choose with the arrow keys, run with Enter; Escape, or
/// a click elsewhere, closes it.
public final class Palette extends VBox {
    private static final double ROW = 32;
    private static final int ROWS = 9;

    private final Supplier<List<Entry>> source;
    private final TextField words = new TextField();
    private final ObservableList<Entry> found = FXCollections.observableArrayList();
    private final ListView<Entry> list = new ListView<>(found);
    private List<Entry> all = List.of();
    private @Nullable Node before;

    /// One action: its name, its keys as people read them (may be empty), and what it does.
    public record Entry(String name, String keys, Runnable action) {
        boolean matches(String typed) {
            String lower = name.toLowerCase(Locale.ROOT);
            return Arrays.stream(typed.toLowerCase(Locale.ROOT).strip().split("\\s+", -1))
                    .allMatch(lower::contains);
        }
    }

    /// A palette of the actions that `source` names when it opens.
    public Palette(Supplier<List<Entry>> source) {
        this.source = source;
        getStyleClass().add("palette");
        setId("palette");
        words.setId("palette-words");
        words.setPromptText(Words.of("control.go-to-a-place-or"));
        words.setAccessibleText(Words.of("control.find-an-action"));
        words.textProperty().subscribe(typed -> filter());
        words.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        words.focusedProperty()
                .subscribe((was, is) -> {
                    if (was && !is) {
                        close();
                    }
                });
        list.setId("palette-list");
        list.setFixedCellSize(ROW);
        list.setFocusTraversable(false);
        Label nothing = new Label(Words.of("control.no-action-is-called-that"));
        nothing.getStyleClass().add("muted");
        list.setPlaceholder(nothing);
        list.setCellFactory(view -> new ActionCell());
        getChildren().addAll(words, list);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        shown(false);
    }

    /// Opens, or closes where it is open.
    public void toggle() {
        if (isVisible()) {
            close();
            return;
        }
        all = source.get();
        Scene scene = getScene();
        before = scene == null ? null : scene.getFocusOwner();
        words.clear();
        filter();
        shown(true);
        words.requestFocus();
    }

    /// Closes, and gives the keyboard back to what had it.
    public void close() {
        if (!isVisible()) {
            return;
        }
        shown(false);
        if (before != null && getScene() != null) {
            before.requestFocus();
        }
        before = null;
    }

    /// What the typed words leave.
    public List<Entry> found() {
        return List.copyOf(found);
    }

    private void filter() {
        found.setAll(all.stream().filter(entry -> entry.matches(words.getText())).toList());
        list.getSelectionModel().selectFirst();
        list.setPrefHeight(Math.clamp(found.size(), 1, ROWS) * ROW + 2);
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case DOWN -> move(1);
            case UP -> move(-1);
            case ENTER -> run();
            case ESCAPE -> close();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(int step) {
        if (!found.isEmpty()) {
            int next = list.getSelectionModel().getSelectedIndex() + step;
            list.getSelectionModel().select(Math.floorMod(next, found.size()));
            list.scrollTo(list.getSelectionModel().getSelectedIndex());
        }
    }

    private void run() {
        Entry chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            close();
            chosen.action().run();
        }
    }

    private void shown(boolean on) {
        setVisible(on);
        setManaged(on);
    }

    private final class ActionCell extends ListCell<Entry> {
        private final Label name = new Label();
        private final Label keys = new Label();
        private final HBox row;

        ActionCell() {
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            keys.getStyleClass().add("keys");
            keys.setMinWidth(USE_PREF_SIZE);
            row = new HBox(8, name, gap, keys);
            row.getStyleClass().add("row");
            // Pressed, not clicked: a press takes the focus, and losing it closes the palette.
            setOnMousePressed(event -> {
                if (getItem() != null) {
                    list.getSelectionModel().select(getItem());
                    run();
                    event.consume();
                }
            });
        }

        @Override
        protected void updateItem(@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (entry != null) {
                name.setText(entry.name());
                keys.setText(entry.keys());
            }
            setGraphic(entry == null ? null : row);
        }
    }
}
