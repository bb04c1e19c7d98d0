package io.factorscope.app.steer;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.steering.Place;

import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How it is written and where steering acts.
final class SettingsRow extends FlowPane {
    private static final Map<Place.Reach, String> REACHES =
            Map.of(
                    Place.Reach.EVERYWHERE, Words.of("steer.every-token"),
                    Place.Reach.ONWARD, Words.of("steer.from-here-on"),
                    Place.Reach.RANGE, Words.of("steer.tokens"));
    private static final Map<Intervention.Mode, String> MODES =
            Map.of(
                    Intervention.Mode.ADD,
                    Words.of("steer.add"),
                    Intervention.Mode.REPLACE,
                    Words.of("steer.replace"));

    private final SteerViewModel model;

    SettingsRow(SteerViewModel model) {
        super(16, 8);
        this.model = model;
        SteerForm form = model.form();
        getStyleClass().add("row");
        getChildren()
                .addAll(
                        field(
                                Words.of("steer.tokens"),
                                Words.of("steer.how-many-tokens-are-written"),
                                form.tokens,
                                3),
                        field(
                                Words.of("steer.samples"),
                                Words.of("steer.how-many-texts-are-written"),
                                form.samples,
                                2),
                        field(
                                Words.of("steer.temperature"),
                                Words.of("steer.0-always-takes-the-likeliest"),
                                form.temperature,
                                3),
                        field("Top-k", Words.of("steer.draw-from-the-k-likeliest"), form.topK, 3),
                        field(
                                "Top-p",
                                Words.of("steer.draw-from-the-likeliest-tokens"),
                                form.topP,
                                3),
                        seed(),
                        place());
    }

    private Node seed() {
        SteerForm form = model.form();
        ToggleButton lock = Buttons.toggle(Icon.LOCK, Words.of("steer.down-both-texts-keep-this"));
        lock.setId("seed-lock");
        lock.selectedProperty().bindBidirectional(model.seedLockedProperty());
        Button again = Buttons.text(Words.of("steer.write-again"), model::again);
        again.setId("write-again");
        HBox box =
                new HBox(
                        8,
                        field(
                                Words.of("steer.seed"),
                                Words.of("steer.the-same-seed-writes-the"),
                                form.seed,
                                4),
                        lock,
                        Buttons.icon(
                                Icon.RESET, Words.of("steer.another-seed"), model::anotherSeed),
                        again);
        box.getStyleClass().add("row");
        return box;
    }

    private Node place() {
        SteerForm form = model.form();
        ComboBox<Place.Reach> reach = choice(Place.Reach.values(), REACHES);
        reach.setId("reach");
        reach.setAccessibleText(Words.of("steer.where-steering-acts"));
        reach.valueProperty().bindBidirectional(form.reach);
        Tips.install(reach, Words.of("steer.every-token-prompt-and-text"));
        ComboBox<Intervention.Mode> mode = choice(Intervention.Mode.values(), MODES);
        mode.setId("mode");
        mode.setAccessibleText(Words.of("steer.how-steering-acts"));
        mode.valueProperty().bindBidirectional(form.mode);
        Tips.install(mode, Words.of("steer.add-times-the-direction-is"));
        HBox range =
                new HBox(
                        4,
                        small(form.first, Words.of("steer.first-position")),
                        new Label(Words.of("steer.to")),
                        small(form.last, Words.of("steer.last-position")));
        range.getStyleClass().add("row");
        range.visibleProperty().bind(form.reach.map(r -> r == Place.Reach.RANGE));
        range.managedProperty().bind(range.visibleProperty());
        Label label = new Label(Words.of("steer.steer"));
        label.getStyleClass().add("muted");
        label.setLabelFor(reach);
        HBox box = new HBox(8, label, reach, range, mode);
        box.getStyleClass().add("row");
        return box;
    }

    private static <T> ComboBox<T> choice(T[] values, Map<T, String> words) {
        ComboBox<T> box = new ComboBox<>();
        box.getItems().setAll(List.copyOf(Arrays.asList(values)));
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable T value) {
                        return value == null
                                ? ""
                                : Objects.requireNonNullElse(words.get(value), "");
                    }

                    @Override
                    public @Nullable T fromString(String text) {
                        return null;
                    }
                });
        return box;
    }

    private static TextField small(StringProperty value, String name) {
        TextField field = new TextField();
        field.setPrefColumnCount(2);
        field.setAccessibleText(name);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private static Node field(String name, String tip, StringProperty value, int columns) {
        TextField field = small(value, name);
        field.setPrefColumnCount(columns);
        Label label = new Label(name);
        label.getStyleClass().add("muted");
        label.setLabelFor(field);
        Tips.install(label, tip);
        Tips.install(field, tip);
        HBox box = new HBox(label, field);
        box.getStyleClass().add("row");
        return box;
    }
}
