package io.factorscope.app.steer;

import io.factorscope.app.words.Words;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.steering.Place;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.util.Subscription;

/// The fields of the Steer screen as they stand.
public final class SteerForm {
    private static final int MOST_SAMPLES = 8;
    private static final int MOST_TOKENS = 4096;

    /// How the text begins.
    public final StringProperty prompt = new SimpleStringProperty("");

    /// How many tokens are written.
    public final StringProperty tokens = new SimpleStringProperty("");

    /// How many texts are written.
    public final StringProperty samples = new SimpleStringProperty("");

    /// 0 takes the most likely token.
    public final StringProperty temperature = new SimpleStringProperty("");

    /// 0 leaves all tokens in.
    public final StringProperty topK = new SimpleStringProperty("");

    /// 1 leaves all tokens in.
    public final StringProperty topP = new SimpleStringProperty("");

    /// The same seed writes the same text.
    public final StringProperty seed = new SimpleStringProperty("");

    /// Added, or put in the activation's place.
    public final ObjectProperty<Intervention.Mode> mode =
            new SimpleObjectProperty<>(Intervention.Mode.ADD);

    /// At which tokens steering acts.
    public final ObjectProperty<Place.Reach> reach =
            new SimpleObjectProperty<>(Place.Reach.EVERYWHERE);

    /// The first position of a range.
    public final StringProperty first = new SimpleStringProperty("0");

    /// The last position of a range.
    public final StringProperty last = new SimpleStringProperty("8");

    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    void show(Place place) {
        mode.set(place.mode());
        reach.set(place.reach());
        if (place.reach() == Place.Reach.RANGE) {
            first.set(Integer.toString(place.first()));
            last.set(Integer.toString(place.end() - 1));
        }
    }

    /// Where steering acts.
    ///
    /// **Errors**: `FS-FORM-004` for a range that is none.
    Place place() throws FactorscopeException {
        if (reach.get() != Place.Reach.RANGE) {
            return new Place(mode.get(), reach.get(), 0, Integer.MAX_VALUE);
        }
        int from;
        int to;
        try {
            from = Integer.parseInt(first.get().strip());
            to = Integer.parseInt(last.get().strip());
        } catch (NumberFormatException e) {
            throw new FactorscopeException("FS-FORM-004", badRange(), e);
        }
        if (from < 0 || to < from) {
            throw new FactorscopeException("FS-FORM-004", badRange());
        }
        return new Place(mode.get(), reach.get(), from, to + 1);
    }

    private String badRange() {
        return Words.format("steer.tokens-are-to-expected-positions", first.get(), last.get());
    }

    void show(GenerateSpec spec) {
        prompt.set(spec.prompt());
        tokens.set(Integer.toString(spec.maxNewTokens()));
        samples.set(Integer.toString(spec.samples()));
        temperature.set(Double.toString(spec.sampling().temperature()));
        topK.set(Integer.toString(spec.sampling().topK()));
        topP.set(Double.toString(spec.sampling().topP()));
        seed.set(Long.toString(spec.seed()));
    }

    /// Calls `action` after every change of a field.
    Subscription onChange(Runnable action) {
        return Subscription.combine(
                prompt.subscribe((before, now) -> action.run()),
                tokens.subscribe((before, now) -> action.run()),
                samples.subscribe((before, now) -> action.run()),
                temperature.subscribe((before, now) -> action.run()),
                topK.subscribe((before, now) -> action.run()),
                topP.subscribe((before, now) -> action.run()),
                seed.subscribe((before, now) -> action.run()),
                mode.subscribe((before, now) -> action.run()),
                reach.subscribe((before, now) -> action.run()),
                first.subscribe((before, now) -> action.run()),
                last.subscribe((before, now) -> action.run()));
    }

    /// The spec that the fields describe.
    ///
    /// **Errors**: `FS-FORM-002` for a field that is no number or out of range; see also
    /// [Sampling#checked].
    GenerateSpec spec() throws FactorscopeException {
        Sampling sampling =
                new Sampling(
                                number(temperature, Words.of("steer.temperature"), "0.8"),
                                (int) whole(topK, "Top-k", 0, Integer.MAX_VALUE),
                                number(topP, "Top-p", "0.9"))
                        .checked();
        return new GenerateSpec(
                prompt.get(),
                (int) whole(tokens, Words.of("steer.tokens"), 1, MOST_TOKENS),
                sampling,
                whole(seed, Words.of("steer.seed"), Long.MIN_VALUE, Long.MAX_VALUE),
                (int) whole(samples, Words.of("steer.samples"), 1, MOST_SAMPLES),
                true);
    }

    private static long whole(StringProperty field, String name, long least, long most)
            throws FactorscopeException {
        try {
            long value = Long.parseLong(field.get().strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with what was expected
        }
        boolean bounded = most < Integer.MAX_VALUE;
        throw new FactorscopeException(
                "FS-FORM-002",
                bounded
                        ? Words.format("steer.whole-from-to", name, field.get(), least, most)
                        : Words.format("steer.whole-number", name, field.get()));
    }

    private static double number(StringProperty field, String name, String such)
            throws FactorscopeException {
        try {
            return Double.parseDouble(field.get().strip());
        } catch (NumberFormatException e) {
            throw new FactorscopeException(
                    "FS-FORM-002", Words.format("steer.number", name, field.get(), such), e);
        }
    }

    /// What is wrong with the fields, or an empty text.
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Looks at all fields and says what is wrong with the first that is not right.
    boolean right() {
        try {
            spec();
            place();
            problem.set("");
            return true;
        } catch (FactorscopeException e) {
            problem.set(e.getMessage());
            return false;
        }
    }
}
