package io.factorscope.app.control;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

import java.util.List;

/// What is open, as small chips: model, hook, data, K.
public final class ChipBar extends HBox {
    /// One chip, and a sentence that explains it.
    public record Chip(String text, String explanation) {}

    /// A bar with nothing open.
    public ChipBar() {
        getStyleClass().add("chip-bar");
    }

    /// Shows other chips.
    public void setChips(List<Chip> chips) {
        getChildren().setAll(chips.stream().map(ChipBar::label).toList());
    }

    private static Label label(Chip chip) {
        Label label = new Label(chip.text());
        label.getStyleClass().add("chip");
        label.setAccessibleText(chip.explanation() + ": " + chip.text());
        Tips.install(label, chip.explanation());
        return label;
    }
}
