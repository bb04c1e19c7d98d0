package io.factorscope.app.start;

import atlantafx.base.theme.Styles;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.MessageBar;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Progress;
import io.factorscope.core.model.hub.HubFile;

import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/// The form behind "Get a model…": what to look for, what there is, how far the download is.
public final class GetModelView extends VBox {
    private static final double WIDTH = 560;
    private static final double ROW = 28;

    private final GetModelViewModel model;
    private final MessageBar message = new MessageBar();
    private final Label summary = new Label();

    /// A view of the model.
    public GetModelView(GetModelViewModel model) {
        super(12);
        this.model = model;
        setPrefWidth(WIDTH);
        setPadding(new Insets(16, 16, 0, 16));
        summary.setId("hub-summary");
        summary.getStyleClass().add("strong");
        summary.setWrapText(true);
        Label hint = new Label(model.tokenHint());
        hint.setWrapText(true);
        hint.getStyleClass().addAll("small", "muted");
        message.setMinHeight(USE_PREF_SIZE);
        getChildren()
                .addAll(question(), hint, message, ggufs(), summary, files(), progress(), end());
        model.foundProperty().subscribe(this::show);
        model.failureProperty().subscribe(this::showFailure);
    }

    private Node question() {
        TextField name =
                field("hub-name", Words.of("start.model"), "ORG/NAME", model.nameProperty());
        HBox.setHgrow(name, Priority.ALWAYS);
        TextField revision =
                field("hub-revision", Words.of("start.revision"), "main", model.revisionProperty());
        revision.setPrefColumnCount(7);
        Tips.install(revision, Words.of("start.branch-tag-or-commit"));
        Button look = Buttons.text(Words.of("start.look-up"), model::look);
        look.setId("hub-look");
        look.disableProperty().bind(model.busyProperty().or(model.nameProperty().isEmpty()));
        look.setMinWidth(USE_PREF_SIZE);
        return new HBox(8, name, revision, look);
    }

    private TextField field(String id, String name, String prompt, StringProperty value) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(prompt);
        field.setAccessibleText(name);
        field.textProperty().bindBidirectional(value);
        field.disableProperty().bind(model.busyProperty());
        field.setOnAction(event -> model.look());
        return field;
    }

    private Node ggufs() {
        ComboBox<String> choice = new ComboBox<>(model.ggufs());
        choice.setId("hub-gguf");
        choice.setPromptText(Words.of("start.choose-a-gguf-file"));
        choice.setAccessibleText(Words.of("start.gguf-file-2"));
        choice.setMaxWidth(Double.MAX_VALUE);
        choice.disableProperty().bind(model.busyProperty());
        choice.valueProperty()
                .subscribe(file -> {
                    if (file != null) {
                        model.choose(file);
                    }
                });
        choice.visibleProperty().bind(Bindings.size(model.ggufs()).greaterThan(1));
        choice.managedProperty().bind(choice.visibleProperty());
        return choice;
    }

    private Node files() {
        ListView<HubFile> list = new ListView<>();
        list.setId("hub-files");
        list.setFixedCellSize(ROW);
        list.getStyleClass().add(Styles.DENSE);
        list.setAccessibleText(Words.of("start.files-to-download"));
        list.setCellFactory(view -> new FileCell());
        model.foundProperty()
                .subscribe(found -> {
                    if (found == null) {
                        list.getItems().clear();
                    } else {
                        list.getItems().setAll(found.files());
                    }
                    int rows = Math.min(7, list.getItems().size());
                    list.setPrefHeight(rows * ROW + 2);
                    shown(list, rows > 0);
                });
        return list;
    }

    private static final class FileCell extends ListCell<HubFile> {
        private final Label path = new Label();
        private final Label size = new Label();
        private final HBox row;

        FileCell() {
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            size.getStyleClass().add("number");
            size.setMinWidth(USE_PREF_SIZE);
            row = new HBox(8, path, gap, size);
            row.getStyleClass().add("row");
        }

        @Override
        protected void updateItem(@Nullable HubFile file, boolean empty) {
            super.updateItem(file, empty);
            if (file != null) {
                path.setText(file.path());
                size.setText(Amounts.bytes(file.size()));
            }
            setGraphic(file == null ? null : row);
        }
    }

    private Node progress() {
        ProgressBar bar = new ProgressBar();
        bar.progressProperty()
                .bind(
                        model.progressProperty()
                                .map(now -> now.fraction() < 0 ? -1.0 : now.fraction()));
        bar.setMaxWidth(Double.MAX_VALUE);
        Label words = new Label();
        words.setId("hub-progress");
        words.textProperty().bind(model.progressProperty().map(Progress::describe));
        words.getStyleClass().addAll("small", "muted");
        VBox both = new VBox(4, bar, words);
        both.visibleProperty().bind(model.busyProperty());
        both.managedProperty().bind(both.visibleProperty());
        return both;
    }

    private Node end() {
        Button download = Buttons.text(Words.of("start.download"), model::download);
        download.setId("hub-download");
        download.getStyleClass().add(Styles.ACCENT);
        download.setDefaultButton(true);
        download.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () -> model.busyProperty().get() || nothing(),
                                model.busyProperty(),
                                model.foundProperty()));
        Button cancel = Buttons.text(Words.of("start.cancel"), model::cancel);
        cancel.setId("hub-cancel");
        Tips.install(cancel, Words.of("start.what-has-come-is-kept"));
        cancel.disableProperty().bind(model.busyProperty().not());
        return new HBox(8, download, cancel);
    }

    private boolean nothing() {
        GetModelViewModel.Found found = model.foundProperty().get();
        return found == null || found.files().isEmpty();
    }

    private void show(GetModelViewModel.@Nullable Found found) {
        if (found == null) {
            summary.setText("");
        } else if (found.files().isEmpty()) {
            summary.setText(Words.of("start.several-gguf-files-choose-one"));
        } else {
            summary.setText(found.summary());
        }
        shown(summary, found != null);
        fit();
    }

    private void showFailure(@Nullable FactorscopeException failure) {
        if (failure == null) {
            message.hide();
        } else {
            message.error(failure.code(), String.valueOf(failure.getMessage()));
        }
        fit();
    }

    /// The dialog grows with what it has to say.
    private void fit() {
        if (getScene() != null && getScene().getWindow() != null) {
            getScene().getWindow().sizeToScene();
        }
    }

    private static void shown(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
