package io.factorscope.app.steer;

import io.factorscope.core.hook.Intervention;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Slider;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;

/// One concept on the Steer screen: α is `value` (from −1 to 1) times `scale`.
public final class SteerSlider {
    private final ConceptEntry entry;
    private final DoubleProperty value = new SimpleDoubleProperty();
    private final DoubleProperty scale = new SimpleDoubleProperty();
    private final BooleanProperty muted = new SimpleBooleanProperty();

    SteerSlider(ConceptEntry entry, double scale) {
        this.entry = entry;
        this.scale.set(scale);
    }

    /// The concept.
    public ConceptEntry entry() {
        return entry;
    }

    /// Where the slider stands, from −1 to 1.
    public DoubleProperty valueProperty() {
        return value;
    }

    /// The α at the slider's right end.
    public DoubleProperty scaleProperty() {
        return scale;
    }

    /// Whether it is left out for now.
    public BooleanProperty mutedProperty() {
        return muted;
    }

    double alpha() {
        return value.get() * scale.get();
    }

    boolean active() {
        return !muted.get() && value.get() != 0;
    }

    Intervention intervention() {
        return entry.concept().steer(alpha());
    }

    Slider saved() {
        return new Slider(entry.id(), alpha(), muted.get());
    }
}
