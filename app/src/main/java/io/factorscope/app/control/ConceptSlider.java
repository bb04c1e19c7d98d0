package io.factorscope.app.control;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// How hard one concept is pushed: its name, a dial from −1 to 1, the strength in numbers, and
/// mute, reset, remove.
///
/// Keys on the dial: arrows move it, `0` resets, `M` mutes, `Delete` removes.
public final class ConceptSlider extends HBox {
    private static final PseudoClass MUTED = PseudoClass.getPseudoClass("muted");

    private final Dial dial = new Dial();
    private final Label alpha = new Label();
    private final Label note = new Label();
    private final ToggleButton mute = Buttons.toggle(Icon.SOUND, "Mute (M): as if it were at 0");
    private Runnable onRemove = () -> {};
    private double scale = 1;

    /// A dial at 0 for a concept.
    public ConceptSlider(String concept) {
        getStyleClass().add("concept-slider");
        Label name = new Label(concept);
        name.getStyleClass().add("name");
        Tips.install(name, concept);
        alpha.getStyleClass().add("alpha");
        Tips.install(
                alpha,
                "α, the strength of the push: so many times the concept's unit direction is added"
                        + " to the model's activations at every position.");
        note.getStyleClass().add("note");
        HBox.setHgrow(dial, Priority.ALWAYS);
        getChildren().addAll(name, dial, alpha, note, buttons());
        dial.slider().setAccessibleText("Strength of " + concept);
        dial.slider().addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        valueProperty().subscribe(value -> showAlpha());
        mutedProperty().subscribe(this::showMuted);
    }

    private HBox buttons() {
        HBox buttons =
                new HBox(
                        mute,
                        Buttons.icon(Icon.RESET, "Reset to 0 (0)", () -> setValue(0)),
                        Buttons.icon(Icon.CLOSE, "Remove (Delete)", () -> onRemove.run()));
        buttons.getStyleClass().add("buttons");
        buttons.setMinWidth(USE_PREF_SIZE);
        return buttons;
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case DIGIT0, NUMPAD0 -> setValue(0);
            case M -> mute.setSelected(!mute.isSelected());
            case DELETE, BACK_SPACE -> onRemove.run();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void showAlpha() {
        double strength = scale * getValue();
        alpha.setText("α " + (strength == 0 ? "0" : Numbers.signed(strength)));
    }

    /// The α at the dial's right end.
    public void setScale(double alphaAtOne) {
        scale = alphaAtOne;
        showAlpha();
    }

    private void showMuted(boolean muted) {
        mute.setGraphic((muted ? Icon.MUTED : Icon.SOUND).node());
        pseudoClassStateChanged(MUTED, muted);
    }

    /// The strength, in `[-1, 1]`.
    public DoubleProperty valueProperty() {
        return dial.valueProperty();
    }

    /// The strength, in `[-1, 1]`.
    public double getValue() {
        return dial.valueProperty().get();
    }

    /// Moves the dial.
    public void setValue(double value) {
        dial.valueProperty().set(Math.clamp(value, -1, 1));
    }

    /// Whether a hand is on the dial just now.
    public boolean isChanging() {
        return dial.slider().isValueChanging();
    }

    /// Whether the push is left out for now.
    public BooleanProperty mutedProperty() {
        return mute.selectedProperty();
    }

    /// A short word beside the strength, such as `+0.5 nats`.
    public void setNote(String text) {
        note.setText(text);
    }

    /// Marks the strength where the text breaks down; NaN for none.
    public void setLimit(double strength) {
        dial.setLimit(strength);
        String where = Numbers.alpha(strength);
        dial.slider()
                .setTooltip(
                        Double.isNaN(strength)
                                ? null
                                : new Tooltip(
                                        "Past the mark at " + where + " the text breaks down"));
    }

    /// What remove does.
    public void setOnRemove(Runnable action) {
        onRemove = action;
    }
}
