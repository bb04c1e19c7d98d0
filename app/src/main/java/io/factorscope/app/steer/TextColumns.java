package io.factorscope.app.steer;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.DiffText;
import io.factorscope.app.control.Icon;
import io.factorscope.app.words.Words;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import java.util.List;

/// Baseline and steered text side by side, a row a sample; words that differ are marked.
final class TextColumns extends GridPane {
    private static final double LEAST_HEIGHT = 120;

    private final SteerViewModel model;

    TextColumns(SteerViewModel model) {
        this.model = model;
        setHgap(16);
        setVgap(8);
        ColumnConstraints half = new ColumnConstraints();
        half.setPercentWidth(50);
        getColumnConstraints().setAll(half, half);
        ProgressIndicator busy = new ProgressIndicator();
        busy.setPrefSize(16, 16);
        busy.setMinSize(16, 16);
        busy.visibleProperty().bind(model.writingProperty());
        add(
                title(
                        false,
                        Words.of("steer.baseline"),
                        Words.of("steer.without-the-sliders"),
                        new Region()),
                0,
                0);
        add(
                title(
                        true,
                        Words.of("steer.steered"),
                        Words.of("steer.words-that-differ-are-marked"),
                        busy),
                1,
                0);
        model.textsProperty().subscribe(this::show);
    }

    private Node title(boolean steered, String name, String note, Node last) {
        Label heading = new Label(name);
        heading.getStyleClass().add("strong");
        Label muted = new Label(note);
        muted.getStyleClass().addAll("small", "muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox row =
                new HBox(
                        heading,
                        muted,
                        gap,
                        last,
                        Buttons.icon(
                                Icon.COPY, Words.of("steer.copy-this-text"), () -> copy(steered)));
        row.getStyleClass().add("row");
        return row;
    }

    private void copy(boolean steered) {
        Texts texts = model.textsProperty().get();
        ClipboardContent content = new ClipboardContent();
        content.putString(String.join("\n\n", steered ? texts.steered() : texts.baseline()));
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void show(Texts texts) {
        int rows = Math.max(1, Math.max(texts.baseline().size(), texts.steered().size()));
        getChildren().removeIf(node -> rowOf(node) > rows);
        for (int i = 0; i < rows; i++) {
            String left = at(texts.baseline(), i);
            String right = at(texts.steered(), i);
            text(0, i + 1, Words.of("steer.baseline-2")).setText(left);
            text(1, i + 1, Words.of("steer.steered-2")).setText(right, left);
        }
    }

    private static int rowOf(Node node) {
        Integer row = GridPane.getRowIndex(node);
        return row == null ? 0 : row;
    }

    private static String at(List<String> texts, int index) {
        return index < texts.size() ? texts.get(index) : "";
    }

    private DiffText text(int column, int row, String id) {
        for (Node node : getChildren()) {
            Integer at = GridPane.getColumnIndex(node);
            if (rowOf(node) == row && at != null && at == column && node instanceof TextPanel p) {
                return p.text;
            }
        }
        TextPanel panel = new TextPanel(id + "-" + row);
        add(panel, column, row);
        return panel.text;
    }

    /// A text in its frame.
    private static final class TextPanel extends javafx.scene.layout.VBox {
        private final DiffText text = new DiffText();

        TextPanel(String id) {
            getStyleClass().add("panel");
            text.setId(id);
            getChildren().add(text);
            setMinHeight(LEAST_HEIGHT);
            GridPane.setFillHeight(this, true);
            GridPane.setVgrow(this, Priority.SOMETIMES);
        }
    }
}
