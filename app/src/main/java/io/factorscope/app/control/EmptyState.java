package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// A place with nothing in it yet: what will be here, and the button that gets there.
public final class EmptyState extends VBox {
    /// A headline, one sentence, and a button.
    public EmptyState(String headline, String sentence, String buttonText, Runnable action) {
        this(headline, sentence);
        add(buttonText, action);
    }

    /// A place that the shipped analysis would fill, and the button that opens it.
    public static EmptyState withDemo(String headline, String sentence) {
        EmptyState empty = new EmptyState(headline, sentence);
        empty.add(Words.of("start.try-the-demo"), () -> empty.fireEvent(new DemoEvent()));
        return empty;
    }

    private void add(String words, Runnable action) {
        Button button = Buttons.text(words, action);
        button.getStyleClass().add("accent");
        getChildren().add(button);
    }

    /// A headline and one sentence, where there is nothing to press.
    public EmptyState(String headline, String sentence) {
        getStyleClass().add("empty-state");
        Label title = new Label(headline);
        title.getStyleClass().add("heading");
        Label text = new Label(sentence);
        text.getStyleClass().add("sentence");
        getChildren().addAll(title, text);
    }
}
