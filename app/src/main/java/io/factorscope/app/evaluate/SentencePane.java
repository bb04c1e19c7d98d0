package io.factorscope.app.evaluate;

import io.factorscope.app.words.Words;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// The sentences behind the chosen number, each with its own numbers and the judge's words.
final class SentencePane extends ScrollPane {
    private static final double LEAST = 190;

    private final VBox body = new VBox();

    SentencePane(ResultViewModel model) {
        setId("behind");
        setAccessibleText(Words.of("evaluate.sentences-behind"));
        setFitToWidth(true);
        setMinWidth(LEAST);
        setFocusTraversable(true);
        body.getStyleClass().add("behind");
        setContent(body);
        model.behindProperty().subscribe(this::show);
    }

    private void show(Behind behind) {
        body.getChildren().clear();
        setVvalue(0);
        if (behind.groups().isEmpty()) {
            body.getChildren().add(words(Words.of("evaluate.choose-a-row"), "muted"));
            return;
        }
        body.getChildren().add(words(behind.title(), "strong"));
        for (Behind.Group group : behind.groups()) {
            body.getChildren().add(words(group.name(), "section"));
            group.sentences().forEach(sentence -> body.getChildren().add(sentence(sentence)));
        }
    }

    private static Node sentence(Behind.Sentence sentence) {
        Label numbers = words(sentence.numbers(), "small");
        numbers.getStyleClass().addAll("muted", "figures");
        VBox box = new VBox(2, words(sentence.text(), "sentence-text"), numbers);
        for (String line : sentence.said()) {
            Label said = words(line, "small");
            said.getStyleClass().add("judge-said");
            box.getChildren().add(said);
        }
        return box;
    }

    private static Label words(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add(style);
        return label;
    }
}
