package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import java.util.ArrayList;
import java.util.List;

/// How hard one concept is pushed: its name, a dial from −1 to 1, the strength in words, and mute,
/// solo, sign, reset, remove.
///
/// Keys on the dial: arrows move it, `0` resets, `M` mutes, `S` solos, `-` turns the sign, `Delete`
/// removes.
public final class ConceptSlider extends HBox {
    private static final PseudoClass MUTED = PseudoClass.getPseudoClass("muted");

    private final Dial dial = new Dial();
    private final Label name = new Label();
    private final Label alpha = new Label();
    private final Label note = new Label();
    private final ToggleButton mute =
            Buttons.toggle(Icon.SOUND, Words.of("control.mute-m-as-if-it"));
    private final ToggleButton solo =
            Buttons.toggle(Icon.SOLO, Words.of("control.solo-s-only-this-one"));
    private Runnable onRemove = () -> {};
    private boolean hasGhost;
    private String said = "";

    /// A dial at 0 for a concept.
    public ConceptSlider(String concept) {
        getStyleClass().add("concept-slider");
        name.getStyleClass().add("name");
        setConcept(concept);
        Tips.lazy(dial.slider(), this::marks);
        alpha.getStyleClass().add("alpha");
        note.getStyleClass().add("note");
        HBox.setHgrow(dial, Priority.ALWAYS);
        getChildren().addAll(name, dial, alpha, note, buttons());
        dial.slider().addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        mutedProperty().subscribe(this::showMuted);
    }

    /// Says what the concept is called.
    public void setConcept(String concept) {
        if (!concept.equals(name.getText())) {
            name.setText(concept);
            Tips.install(name, concept);
            dial.slider().setAccessibleText(Words.format("control.strength-of", concept));
        }
    }

    private HBox buttons() {
        HBox buttons =
                new HBox(
                        mute,
                        solo,
                        Buttons.icon(Icon.SIGN, Words.of("control.turn-the-sign"), this::turnSign),
                        Buttons.icon(
                                Icon.RESET, Words.of("control.reset-to-0-0"), () -> setValue(0)),
                        Buttons.icon(
                                Icon.CLOSE,
                                Words.of("control.remove-delete"),
                                () -> onRemove.run()));
        buttons.getStyleClass().add("buttons");
        buttons.setMinWidth(USE_PREF_SIZE);
        return buttons;
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case DIGIT0, NUMPAD0 -> setValue(0);
            case M -> mute.setSelected(!mute.isSelected());
            case S -> solo.setSelected(!solo.isSelected());
            case MINUS, SUBTRACT -> turnSign();
            case DELETE, BACK_SPACE -> onRemove.run();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void turnSign() {
        setValue(-getValue());
    }

    /// The strength in words, such as `+0.25 nats`, and in smaller ones, such as `α +12`; `meaning`
    /// is the tooltip of both.
    public void setStrength(String main, String small, String meaning) {
        alpha.setText(main);
        note.setText(small);
        if (!meaning.equals(said)) {
            said = meaning;
            Tips.install(alpha, meaning);
            Tips.install(note, meaning);
        }
        dial.slider().setAccessibleHelp(main + ", " + small);
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

    /// Whether only it and other soloed ones push.
    public BooleanProperty soloProperty() {
        return solo.selectedProperty();
    }

    /// Small ticks at strengths of either sign.
    public void setTicks(List<Double> strengths) {
        List<Double> both = new ArrayList<>(strengths);
        strengths.forEach(strength -> both.add(-strength));
        dial.setTicks(both);
    }

    /// How far each side of the dial reaches, from 0 to 1.
    public void setReach(double below, double above) {
        dial.setReach(below, above);
    }

    /// Marks the strengths where the text breaks down, below 0 and above; NaN for none.
    public void setLimits(double below, double above) {
        dial.setLimits(below, above);
    }

    /// Marks where something else would put the dial; NaN for nowhere.
    public void setGhost(double strength) {
        dial.setGhost(strength);
        hasGhost = !Double.isNaN(strength);
    }

    /// What the marks on the dial mean; empty without any.
    private String marks() {
        List<String> lines = new ArrayList<>();
        if (dial.hasLimit()) {
            lines.add(Words.of("control.past-a-red-mark-the"));
        }
        if (hasGhost) {
            lines.add(Words.of("control.the-ring-is-where-the"));
        }
        return String.join("\n", lines);
    }

    /// What remove does.
    public void setOnRemove(Runnable action) {
        onRemove = action;
    }
}
