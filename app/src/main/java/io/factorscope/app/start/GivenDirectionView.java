package io.factorscope.app.start;

import io.factorscope.app.control.Fields;
import io.factorscope.app.words.Words;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.nio.file.Path;
import java.util.List;

/// Asks what a direction in a file is: where it acts, and its name.
final class GivenDirectionView extends VBox {
    private final Exchange exchange;
    private final Path file;
    private final StringProperty name = new SimpleStringProperty();
    private final StringProperty hook = new SimpleStringProperty();

    GivenDirectionView(Exchange exchange, Path file) {
        super(12);
        this.exchange = exchange;
        this.file = file;
        name.set(String.valueOf(file.getFileName()).replaceAll("\\.\\w+$", ""));
        ComboBox<String> hooks = new ComboBox<>();
        hooks.getItems().setAll(exchange.hooks());
        hooks.setEditable(true);
        hooks.setId("given-hook");
        hooks.setMaxWidth(Double.MAX_VALUE);
        hooks.setAccessibleText(Words.of("start.hook"));
        hooks.valueProperty().bindBidirectional(hook);
        hooks.getSelectionModel().selectFirst();
        Label words = new Label(Words.of("start.a-direction-is-one-vector"));
        words.setWrapText(true);
        words.setPrefWidth(360);
        words.getStyleClass().add("muted");
        HBox named =
                Fields.field(
                        Words.of("start.name"),
                        Words.of("start.what-the-concept-is-called"),
                        name,
                        22,
                        "given-name");
        HBox where = Fields.named(Words.of("start.hook"), hooks);
        for (HBox row : List.of(named, where)) {
            if (row.getChildren().getFirst() instanceof Label label) {
                label.setPrefWidth(48);
            }
            HBox.setHgrow(row.getChildren().getLast(), Priority.ALWAYS);
        }
        setPadding(new Insets(16, 16, 0, 16));
        getChildren().addAll(words, named, where);
    }

    /// Opens over the window.
    void ask(Node owner) {
        ButtonType bring = new ButtonType(Words.of("start.import"), ButtonBar.ButtonData.OK_DONE);
        Dialog<ButtonType> dialog = new Dialog<>();
        dialog.setTitle(Words.of("start.import-a-direction"));
        dialog.initOwner(owner.getScene().getWindow());
        dialog.getDialogPane().setContent(this);
        dialog.getDialogPane().getButtonTypes().setAll(bring, ButtonType.CANCEL);
        dialog.showAndWait()
                .filter(bring::equals)
                .ifPresent(button -> exchange.given(file, hook.get(), name.get().strip()));
    }
}
