package io.factorscope.app.compare;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.EmptyState;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;

import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import java.util.ArrayList;
import java.util.List;

/// A concept at the top, a column a method below, a vote at the foot.
public final class CompareView extends StackPane {
    private final CompareViewModel model;

    /// A view of the model.
    public CompareView(CompareViewModel model) {
        this.model = model;
        setId("compare-place");
        getStyleClass().add("page-body");
        setPadding(new Insets(16));
        EmptyState empty =
                EmptyState.withDemo(
                        Words.of("compare.nothing-yet"), Words.of("compare.nothing-yet-meaning"));
        VBox page = new VBox(12, what(), baseline(), columns(), votes());
        page.visibleProperty().bind(Bindings.isNotEmpty(model.labels()));
        empty.visibleProperty().bind(page.visibleProperty().not());
        getChildren().addAll(page, empty);
    }

    private Node what() {
        ComboBox<String> label = new ComboBox<>(model.labels());
        label.setId("compare-label");
        label.setMinWidth(140);
        label.setAccessibleText(Words.of("compare.concept"));
        label.valueProperty().bindBidirectional(model.labelProperty());
        TextField prompt = new TextField();
        prompt.setId("compare-prompt");
        prompt.setAccessibleText(Words.of("compare.prompt"));
        prompt.textProperty().bindBidirectional(model.promptProperty());
        prompt.setOnAction(event -> model.write());
        prompt.setPrefColumnCount(12);
        HBox.setHgrow(prompt, Priority.ALWAYS);
        ComboBox<Double> push = new ComboBox<>();
        push.setId("compare-push");
        push.getItems().setAll(CompareViewModel.PUSHES);
        push.setConverter(nats());
        push.setMinWidth(USE_PREF_SIZE);
        push.setAccessibleText(Words.of("compare.push"));
        push.valueProperty().bindBidirectional(model.pushProperty());
        Tips.install(push, Words.of("compare.push-meaning"));
        CheckBox turned = new CheckBox(Words.of("compare.the-other-way"));
        turned.selectedProperty().bindBidirectional(model.turnedProperty());
        Tips.install(turned, Words.of("compare.the-other-way-meaning"));
        turned.setMinWidth(USE_PREF_SIZE);
        Button write = Buttons.text(Words.of("compare.write"), model::write);
        write.setId("compare-write");
        write.getStyleClass().add("accent");
        write.setMinWidth(USE_PREF_SIZE);
        Button cancel = Buttons.text(Words.of("compare.cancel"), model::cancel);
        cancel.setId("compare-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.visibleProperty().bind(model.busyProperty().and(model.importingProperty().not()));
        cancel.managedProperty().bind(cancel.visibleProperty());
        write.visibleProperty().bind(cancel.visibleProperty().not());
        write.managedProperty().bind(write.visibleProperty());
        ProgressIndicator busy = new ProgressIndicator();
        busy.setPrefSize(16, 16);
        busy.setMinSize(16, 16);
        busy.visibleProperty().bind(model.busyProperty());
        HBox row =
                new HBox(
                        8,
                        strong(Words.of("compare.concept"), label),
                        label,
                        prompt,
                        push,
                        turned,
                        write,
                        cancel,
                        busy);
        row.getStyleClass().add("row");
        return row;
    }

    private static Label strong(String words, Node labelled) {
        Label label = new Label(words);
        label.getStyleClass().add("strong");
        label.setLabelFor(labelled);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static StringConverter<Double> nats() {
        return new StringConverter<>() {
            @Override
            public String toString(Double nats) {
                return nats == null ? "" : Words.format("compare.nats", Numbers.plain(nats));
            }

            @Override
            public Double fromString(String text) {
                return Double.valueOf(text);
            }
        };
    }

    private Node baseline() {
        Label text = new Label();
        text.setId("compare-baseline");
        text.setWrapText(true);
        text.getStyleClass().addAll("small", "muted");
        text.setMaxHeight(52);
        text.textProperty()
                .bind(
                        model.textsProperty()
                                .map(now ->
                                        now.baseline().isEmpty()
                                                ? Words.of("compare.press-write")
                                                : Words.format("compare.without", now.baseline())));
        return text;
    }

    private Node columns() {
        HBox row = new HBox(12);
        for (int i = 0; i < model.columns().size(); i++) {
            ColumnView view = new ColumnView(model, i);
            HBox.setHgrow(view, Priority.ALWAYS);
            row.getChildren().add(view);
        }
        VBox.setVgrow(row, Priority.ALWAYS);
        return row;
    }

    private Node votes() {
        Button begin = Buttons.text(Words.of("compare.vote-blind"), model.booth()::begin);
        begin.setId("compare-blind");
        Tips.install(begin, Words.of("compare.vote-blind-meaning"));
        begin.disableProperty().bind(model.busyProperty());
        List<Node> choices = new ArrayList<>();
        for (int i = 0; i < model.columns().size(); i++) {
            int place = i;
            Button vote =
                    Buttons.text(
                            Words.format("compare.text", (char) ('A' + i)),
                            () -> model.booth().vote(place));
            vote.setId("compare-vote-" + i);
            vote.visibleProperty()
                    .bind(
                            model.booth()
                                    .roundProperty()
                                    .map(round -> round.order().size() > place)
                                    .orElse(false));
            vote.managedProperty().bind(vote.visibleProperty());
            choices.add(vote);
        }
        choices.add(Buttons.text(Words.of("compare.none"), () -> model.booth().vote(-1)));
        Label question = new Label(Words.of("compare.which-is-most"));
        HBox voting = new HBox(8, question);
        voting.getChildren().addAll(choices);
        voting.getStyleClass().add("row");
        voting.visibleProperty().bind(model.booth().readyProperty());
        voting.managedProperty().bind(voting.visibleProperty());
        Label result = new Label();
        result.setId("compare-result");
        result.setWrapText(true);
        result.textProperty().bind(model.booth().resultProperty());
        FlowPane foot = new FlowPane(12, 8, begin, voting, result);
        foot.getStyleClass().add("row");
        foot.setMinWidth(0); // or the window would grow with the result
        result.maxWidthProperty().bind(foot.widthProperty());
        return foot;
    }
}
