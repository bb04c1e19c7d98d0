package io.factorscope.app.steer;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.Tips;
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
                    Place.Reach.EVERYWHERE, "Every token",
                    Place.Reach.ONWARD, "From here on",
                    Place.Reach.RANGE, "Tokens");
    private static final Map<Intervention.Mode, String> MODES =
            Map.of(Intervention.Mode.ADD, "Add", Intervention.Mode.REPLACE, "Replace");

    private final SteerViewModel model;

    SettingsRow(SteerViewModel model) {
        super(16, 8);
        this.model = model;
        SteerForm form = model.form();
        getStyleClass().add("row");
        getChildren()
                .addAll(
                        field("Tokens", "How many tokens are written", form.tokens, 3),
                        field(
                                "Samples",
                                "How many texts are written, each its own",
                                form.samples,
                                2),
                        field(
                                "Temperature",
                                "0 always takes the likeliest token; 1 draws as the model would",
                                form.temperature,
                                3),
                        field(
                                "Top-k",
                                "Draw from the k likeliest tokens; 0 from all",
                                form.topK,
                                3),
                        field(
                                "Top-p",
                                "Draw from the likeliest tokens that make up this share; 1 from"
                                        + " all",
                                form.topP,
                                3),
                        seed(),
                        place());
    }

    private Node seed() {
        SteerForm form = model.form();
        ToggleButton lock =
                Buttons.toggle(
                        Icon.LOCK,
                        "Down: both texts keep this seed when they are written again. Up: each"
                                + " time another one is drawn, for both");
        lock.setId("seed-lock");
        lock.selectedProperty().bindBidirectional(model.seedLockedProperty());
        Button again = Buttons.text("Write again", model::again);
        again.setId("write-again");
        HBox box =
                new HBox(
                        8,
                        field("Seed", "The same seed writes the same text", form.seed, 4),
                        lock,
                        Buttons.icon(Icon.RESET, "Another seed", model::anotherSeed),
                        again);
        box.getStyleClass().add("row");
        return box;
    }

    private Node place() {
        SteerForm form = model.form();
        ComboBox<Place.Reach> reach = choice(Place.Reach.values(), REACHES);
        reach.setId("reach");
        reach.setAccessibleText("Where steering acts");
        reach.valueProperty().bindBidirectional(form.reach);
        Tips.install(
                reach,
                "Every token: prompt and text. From here on: from the prompt's last token, so that"
                        + " the prompt is read as it is. Tokens: from one position to another,"
                        + " counted from 0, which is the beginning-of-text token where there is"
                        + " one.");
        ComboBox<Intervention.Mode> mode = choice(Intervention.Mode.values(), MODES);
        mode.setId("mode");
        mode.setAccessibleText("How steering acts");
        mode.valueProperty().bindBidirectional(form.mode);
        Tips.install(
                mode,
                "Add: α times the direction is added to what the model has there. Replace: it"
                        + " takes the place of what the model has there.");
        HBox range =
                new HBox(
                        4,
                        small(form.first, "First position"),
                        new Label("to"),
                        small(form.last, "Last position"));
        range.getStyleClass().add("row");
        range.visibleProperty().bind(form.reach.map(r -> r == Place.Reach.RANGE));
        range.managedProperty().bind(range.visibleProperty());
        Label label = new Label("Steer");
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
