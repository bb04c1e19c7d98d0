package io.factorscope.app.shell;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Copying;
import io.factorscope.app.control.Icon;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.error.ErrorEntry;
import io.factorscope.app.words.Words;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.stream.Collectors;

/// The error centre: every failure of this session, newest first, over the foot of the window.
///
/// Keys: arrows choose, Ctrl+C copies the chosen one, Delete takes it out, Escape closes.
final class ErrorList extends VBox {
    private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");
    private static final double WIDTH = 520;
    private static final double ROW = 64;
    private static final int ROWS = 5;

    private final ErrorCenter errors;
    private final ListView<ErrorEntry> list;
    private @Nullable Node before;

    ErrorList(ErrorCenter errors) {
        this.errors = errors;
        setId("error-list");
        getStyleClass().add("error-list");
        setPrefWidth(WIDTH);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        list = new ListView<>(errors.entries());
        list.setId("error-entries");
        list.setAccessibleText(Words.of("error.errors"));
        Label nothing = new Label(Words.of("error.nothing-has-gone-wrong"));
        nothing.getStyleClass().add("muted");
        list.setPlaceholder(nothing);
        list.setCellFactory(view -> new Row());
        getChildren().addAll(head(), list);
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        errors.entries().addListener((ListChangeListener<ErrorEntry>) change -> fit());
        fit();
        shown(false);
    }

    private Node head() {
        Label title = new Label(Words.of("error.errors"));
        title.getStyleClass().add("heading");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button all = Buttons.text(Words.of("error.copy-all"), this::copyAll);
        all.setId("errors-copy");
        Button clear = Buttons.text(Words.of("error.clear"), this::clear);
        clear.setId("errors-clear");
        all.disableProperty().bind(Bindings.isEmpty(errors.entries()));
        clear.disableProperty().bind(all.disableProperty());
        Button close = Buttons.icon(Icon.CLOSE, Words.of("control.close"), this::close);
        HBox head = new HBox(8, title, gap, all, clear, close);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private void fit() {
        list.setPrefHeight(Math.clamp(errors.entries().size(), 1, ROWS) * ROW + 2);
    }

    /// Opens, or closes where it is open.
    void toggle() {
        if (isVisible()) {
            close();
            return;
        }
        before = getScene() == null ? null : getScene().getFocusOwner();
        shown(true);
        list.getSelectionModel().selectFirst();
        list.requestFocus();
    }

    /// Closes, and gives the keyboard back to what had it.
    void close() {
        shown(false);
        if (before != null && getScene() != null) {
            before.requestFocus();
        }
        before = null;
    }

    private void clear() {
        errors.clear();
        list.requestFocus(); // the button that had it is disabled now
    }

    private void copyAll() {
        Copying.text(
                errors.entries().stream().map(ErrorEntry::line).collect(Collectors.joining("\n")));
    }

    private void onKey(KeyEvent event) {
        ErrorEntry chosen = list.getSelectionModel().getSelectedItem();
        if (event.getCode() == KeyCode.ESCAPE) {
            close();
        } else if (chosen != null && COPY.match(event)) {
            Copying.text(chosen.line());
        } else if (chosen != null && event.getCode() == KeyCode.DELETE) {
            errors.dismiss(chosen);
        } else {
            return;
        }
        event.consume();
    }

    private void shown(boolean on) {
        setVisible(on);
        setManaged(on);
    }

    /// When, the code, a button that copies it; under them what happened.
    private static final class Row extends ListCell<ErrorEntry> {
        private final Label time = new Label();
        private final Label code = new Label();
        private final Label message = new Label();
        private final VBox box;

        Row() {
            time.getStyleClass().addAll("small", "muted", "figures");
            code.getStyleClass().add("code");
            message.setWrapText(true);
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            Button copy =
                    Buttons.icon(
                            Icon.COPY,
                            Words.of("control.copy-this-message"),
                            () -> Copying.text(getItem().line()));
            copy.getStyleClass().add("copy-part");
            copy.setFocusTraversable(false); // Ctrl+C copies from the keyboard
            HBox head = new HBox(8, time, code, gap, copy);
            head.setAlignment(Pos.CENTER_LEFT);
            box = new VBox(head, message);
            setPrefWidth(0); // or a long message would scroll sideways, not wrap
        }

        @Override
        protected void updateItem(@Nullable ErrorEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (entry != null) {
                time.setText(entry.clock());
                code.setText(entry.code());
                message.setText(entry.message());
            }
            setGraphic(entry == null ? null : box);
            setAccessibleText(entry == null ? null : entry.line());
        }
    }
}
