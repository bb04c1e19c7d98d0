package io.factorscope.app.steer;

import io.factorscope.app.control.EmptyState;
import io.factorscope.app.words.Words;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Prompt and settings above, sliders below them, what happens to the next token, the two texts
/// side by side, and the runs so far.
public final class SteerView extends StackPane {
    private final SteerViewModel model;

    /// A view of the model's sliders and texts.
    public SteerView(SteerViewModel model) {
        this.model = model;
        setId("steer-place");
        TextColumns texts = new TextColumns(model);
        BoothPane booth = new BoothPane(model.booth());
        VBox page =
                new VBox(
                        prompt(),
                        new SettingsRow(model),
                        problem(),
                        new SliderPanel(model),
                        new ShiftPane(model),
                        texts,
                        new HistoryRow(model, texts),
                        booth);
        page.setSpacing(12);
        page.setPadding(new Insets(16, 24, 24, 24));
        ScrollPane scroll = new ScrollPane(page);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        model.booth()
                .roundProperty()
                .subscribe((before, now) -> {
                    if (before == null && now != null) {
                        scroll.layout();
                        scroll.setVvalue(1);
                    }
                });
        EmptyState empty =
                EmptyState.withDemo(
                        Words.of("steer.nothing-to-steer-with-yet"),
                        Words.of("steer.open-the-demo-or-fit"));
        getChildren().addAll(scroll, empty);
        model.session()
                .analysisProperty()
                .subscribe(analysis -> {
                    scroll.setVisible(analysis != null);
                    empty.setVisible(analysis == null);
                });
    }

    private Node problem() {
        Label problem = new Label();
        problem.setId("steer-problem");
        problem.getStyleClass().addAll("small", "problem");
        problem.setWrapText(true);
        problem.textProperty().bind(model.form().problemProperty());
        problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        return problem;
    }

    private Node prompt() {
        TextField prompt = new TextField();
        prompt.setId("prompt");
        prompt.setAccessibleText(Words.of("steer.prompt"));
        prompt.setPromptText(Words.of("steer.how-the-text-begins"));
        prompt.textProperty().bindBidirectional(model.form().prompt);
        HBox.setHgrow(prompt, Priority.ALWAYS);
        Label label = new Label(Words.of("steer.prompt"));
        label.setLabelFor(prompt);
        label.getStyleClass().add("strong");
        HBox row = new HBox(label, prompt);
        row.getStyleClass().add("row");
        return row;
    }
}
