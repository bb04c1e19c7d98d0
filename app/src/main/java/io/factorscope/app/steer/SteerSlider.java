package io.factorscope.app.steer;

import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Blend;
import io.factorscope.core.steering.Pushes;
import io.factorscope.core.steering.Slider;
import io.factorscope.core.steering.SteerSpec.Unit;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalDouble;

/// One concept, or a group of them, on the Steer screen. Where it stands is `value`, from −1 to 1:
/// a share of the largest push in nats, or of `scale` in α.
///
/// Until a push is calibrated its α is estimated by KL ∝ α².
public final class SteerSlider {
    private static final double SEEN = 0.25;

    private final Blend blend;
    private final List<Slider.Part> parts;
    private final List<ConceptEntry> entries;
    private final DoubleProperty value = new SimpleDoubleProperty();
    private final DoubleProperty scale = new SimpleDoubleProperty();
    private final BooleanProperty muted = new SimpleBooleanProperty();
    private final BooleanProperty solo = new SimpleBooleanProperty();
    private final ObjectProperty<Unit> unit = new SimpleObjectProperty<>(Unit.PUSH);
    private final ObjectProperty<@Nullable Calibrated> calibrated = new SimpleObjectProperty<>();
    private final ReadOnlyDoubleWrapper ghost = new ReadOnlyDoubleWrapper(Double.NaN);
    private double atSeen;
    private boolean keepsAlpha;

    /// A slider of some entries; `atSeen` is a guess at the α of a push of 0.25 nats.
    SteerSlider(Blend blend, List<Slider.Part> parts, List<ConceptEntry> entries, double atSeen) {
        this.blend = blend;
        this.parts = List.copyOf(parts);
        this.entries = List.copyOf(entries);
        this.atSeen = atSeen;
        scale.set(2 * atSeen);
        calibrated.subscribe((before, now) -> calibrated(now));
        unit.subscribe((before, now) -> converted(before, now));
    }

    private void calibrated(@Nullable Calibrated now) {
        if (now == null) {
            return;
        }
        double before = keepsAlpha ? estimate(nats()) : 0;
        now.pushes().alpha(SEEN).ifPresent(alpha -> atSeen = alpha);
        if (keepsAlpha && unit.get() == Unit.PUSH) {
            value.set(now.pushes().nats(before) / Pushes.LARGEST);
        }
        keepsAlpha = false;
        if (unit.get() == Unit.PUSH) {
            scale.set(Math.max(2 * atSeen, Math.abs(alpha())));
        }
    }

    private void converted(Unit before, Unit now) {
        if (before == now) {
            return;
        }
        double alpha = alpha(before);
        scale.set(Math.max(2 * atSeen, Math.abs(alpha)));
        value.set(position(alpha));
    }

    /// Takes up what was saved.
    void restore(Slider saved) {
        muted.set(saved.muted());
        solo.set(saved.solo());
        Double nats = saved.nats();
        if (unit.get() == Unit.PUSH && nats != null && nats != 0) {
            atSeen = Math.abs(saved.alpha()) / Math.sqrt(Math.abs(nats) / SEEN);
            value.set(nats / Pushes.LARGEST);
        } else if (unit.get() == Unit.PUSH) {
            double most = Math.abs(saved.alpha()) / Math.sqrt(Pushes.LARGEST / SEEN);
            atSeen = Math.max(atSeen, most);
            value.set(position(saved.alpha()));
            keepsAlpha = true;
        } else {
            scale.set(Math.max(scale.get(), Math.abs(saved.alpha())));
            value.set(position(saved.alpha()));
        }
    }

    private double estimate(double nats) {
        return Math.signum(nats) * atSeen * Math.sqrt(Math.abs(nats) / SEEN);
    }

    /// The α that its present place stands for.
    public double alpha() {
        return alpha(unit.get());
    }

    private double alpha(Unit in) {
        if (in == Unit.ALPHA) {
            return value.get() * scale.get();
        }
        Calibrated now = calibrated.get();
        double nats = value.get() * Pushes.LARGEST;
        if (now == null) {
            return estimate(nats);
        }
        double most = now.pushes().reach(nats < 0 ? -1 : 1);
        return now.pushes().alpha(Math.copySign(Math.min(Math.abs(nats), most), nats)).orElse(0);
    }

    /// The push that its present place stands for, nats.
    public double nats() {
        if (unit.get() == Unit.PUSH) {
            return value.get() * Pushes.LARGEST;
        }
        return natsOf(alpha());
    }

    private double natsOf(double alpha) {
        Calibrated now = calibrated.get();
        return now == null
                ? Math.signum(alpha) * SEEN * Math.pow(alpha / atSeen, 2)
                : now.pushes().nats(alpha);
    }

    /// Where an α stands, from −1 to 1.
    public double position(double alpha) {
        double at = unit.get() == Unit.ALPHA ? alpha / scale.get() : natsOf(alpha) / Pushes.LARGEST;
        return Double.isNaN(at) ? 0 : Math.clamp(at, -1, 1);
    }

    /// How far the slider reaches on one side, from 0 to 1; less than 1 where a push is not
    /// reachable.
    public double reach(int sign) {
        Calibrated now = calibrated.get();
        return now == null || unit.get() == Unit.ALPHA
                ? 1
                : now.pushes().reach(sign) / Pushes.LARGEST;
    }

    /// Where the text breaks down on one side, from −1 to 1; NaN where it does not, or not yet
    /// known.
    public double limit(int sign) {
        Calibrated now = calibrated.get();
        if (now == null) {
            return Double.NaN;
        }
        OptionalDouble at = sign > 0 ? now.breaksUp() : now.breaksDown();
        if (at.isEmpty()
                || (unit.get() == Unit.ALPHA && Math.abs(at.getAsDouble()) > scale.get())) {
            return Double.NaN;
        }
        return position(at.getAsDouble());
    }

    /// Puts it where it adds an α.
    public void setAlpha(double alpha) {
        value.set(position(alpha));
    }

    /// The concept's id, or the group's name.
    public String id() {
        return blend.id();
    }

    /// What it steers.
    Blend blend() {
        return blend;
    }

    /// The group's concepts; none for a concept alone.
    List<Slider.Part> parts() {
        return parts;
    }

    /// The concepts it steers.
    public List<ConceptEntry> entries() {
        return entries;
    }

    double norm(Analysis analysis) {
        return entries.stream().mapToDouble(analysis::norm).max().orElse(1);
    }

    /// Where the slider stands, from −1 to 1.
    public DoubleProperty valueProperty() {
        return value;
    }

    /// The α at the slider's right end, where it is set in α.
    public DoubleProperty scaleProperty() {
        return scale;
    }

    /// Whether it is left out for now.
    public BooleanProperty mutedProperty() {
        return muted;
    }

    /// Whether only it and other soloed ones push.
    public BooleanProperty soloProperty() {
        return solo;
    }

    /// The unit in which it is set.
    ObjectProperty<Unit> unitProperty() {
        return unit;
    }

    /// What is known of it on the present prompt, or null while that is not calibrated.
    ObjectProperty<@Nullable Calibrated> calibratedProperty() {
        return calibrated;
    }

    /// Where the sliders of its parents in the tree would put it, from −1 to 1; NaN for none.
    public ReadOnlyDoubleProperty ghostProperty() {
        return ghost.getReadOnlyProperty();
    }

    void showGhost(double alpha) {
        ghost.set(alpha == 0 ? Double.NaN : position(alpha));
    }

    Slider saved() {
        Double nats = unit.get() == Unit.PUSH ? nats() : null;
        return new Slider(id(), alpha(), muted.get(), solo.get(), nats, parts);
    }
}
