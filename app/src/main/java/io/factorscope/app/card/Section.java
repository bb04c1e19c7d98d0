package io.factorscope.app.card;

import io.factorscope.app.control.Beside;
import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Copying;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.function.Supplier;

/// A part of the card: its title, what stands beside it, its body, and a button that copies it.
final class Section extends VBox {
    private final Label title = new Label();
    private static final double GAP = 8;

    private final HBox line = new HBox();

    Section(String name, String meaning, Supplier<String> copied, Node body) {
        getStyleClass().addAll("column", "card-section");
        title.setText(name);
        title.getStyleClass().add("section");
        title.setMinWidth(USE_PREF_SIZE);
        if (!meaning.isEmpty()) {
            Tips.install(title, meaning);
        }
        Button copy =
                Buttons.icon(
                        Icon.COPY,
                        Words.format("card.copy", name),
                        () -> Copying.text(copied.get()));
        copy.getStyleClass().add("copy-part");
        copy.setFocusTraversable(false); // the card's menu copies from the keyboard
        line.getStyleClass().add("row");
        line.getChildren().addAll(title, copy);
        getChildren().addAll(line, body);
    }

    /// Puts controls at the right of the title; below it where there is no room.
    Section with(Node... beside) {
        HBox controls = new HBox(GAP, beside);
        controls.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addFirst(new Beside(line, controls, 0, GAP)); // the line has left its place
        return this;
    }

    /// Puts a button beside the one that copies.
    void alsoOffer(Button button) {
        button.getStyleClass().add("copy-part");
        line.getChildren().add(button);
    }

    void setTitle(String name) {
        title.setText(name);
    }
}
