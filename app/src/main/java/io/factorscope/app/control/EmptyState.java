package io.factorscope.app.control;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// A place with nothing in it yet: what will be here, and the button that gets there.
public final class EmptyState extends VBox {
    /// A headline, one sentence, and a button.
    public EmptyState(String headline, String sentence, String buttonText, Runnable action) {
        this(headline, sentence);
        Button button = Buttons.text(buttonText, action);
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
