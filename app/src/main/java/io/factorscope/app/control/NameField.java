package io.factorscope.app.control;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;

/// A field whose words are read on up to two lines while nobody types in it; those that are longer
/// end in an ellipsis and are whole in the tip.
public final class NameField extends StackPane {
    private static final int LINES = 2;

    /// Shows what is in a field; `meaning` is its tip.
    public NameField(TextField field, String meaning) {
        Label shown = new Lines();
        shown.setId("name-shown");
        shown.getStyleClass().addAll("heading", "name-shown");
        shown.setMaxWidth(Double.MAX_VALUE);
        shown.textProperty().bind(field.textProperty());
        shown.visibleProperty().bind(field.focusedProperty().not());
        field.getStyleClass().add("inline-name");
        field.setMaxHeight(Double.MAX_VALUE);
        field.setMinWidth(0);
        Runnable tip =
                () ->
                        Tips.install(
                                field,
                                shown.isTextTruncated()
                                        ? field.getText() + "\n" + meaning
                                        : meaning);
        shown.textTruncatedProperty().subscribe(tip);
        field.textProperty().subscribe(tip);
        getChildren().addAll(shown, field); // the words, which are first, have the base line
    }

    /// Words on a line or two.
    private static final class Lines extends Label {
        Lines() {
            setWrapText(true);
            setMinHeight(USE_PREF_SIZE);
        }

        @Override
        protected double computePrefHeight(double width) {
            double around = snappedTopInset() + snappedBottomInset();
            double most = LINES * (super.computePrefHeight(-1) - around) + around;
            return Math.min(super.computePrefHeight(width), most);
        }
    }
}
