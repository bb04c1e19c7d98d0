package io.factorscope.app.steer;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.ConceptSlider;
import io.factorscope.app.control.EmptyState;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.Tips;
import io.factorscope.app.session.Session;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Steerability;

import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.controlsfx.control.SearchableComboBox;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Prompt and settings above, sliders below them, the two texts side by side.
public final class SteerView extends StackPane {
    private final SteerViewModel model;
    private final VBox sliderBox = new VBox(4);
    private final Map<SteerSlider, Node> sliderNodes = new HashMap<>();
    private final SearchableComboBox<ConceptEntry> add = new SearchableComboBox<>();

    /// A view of the model's sliders and texts.
    public SteerView(SteerViewModel model) {
        this.model = model;
        VBox page = new VBox(prompt(), settings(), sliderPanel(), new TextColumns(model));
        page.setSpacing(16);
        page.setPadding(new Insets(24));
        ScrollPane scroll = new ScrollPane(page);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        EmptyState empty =
                new EmptyState(
                        "Nothing to steer with yet",
                        "Open the demo or fit an analysis on the Start screen; then concepts become"
                                + " sliders here.");
        getChildren().addAll(scroll, empty);
        model.session()
                .analysisProperty()
                .subscribe(analysis -> {
                    scroll.setVisible(analysis != null);
                    empty.setVisible(analysis == null);
                    add.getItems().setAll(choices(analysis));
                });
        model.sliders().addListener((ListChangeListener<SteerSlider>) change -> showSliders());
        showSliders();
    }

    private Node prompt() {
        TextField prompt = new TextField();
        prompt.setId("prompt");
        prompt.setAccessibleText("Prompt");
        prompt.setPromptText("How the text begins");
        prompt.textProperty().bindBidirectional(model.form().prompt);
        HBox.setHgrow(prompt, Priority.ALWAYS);
        Label label = new Label("Prompt");
        label.setLabelFor(prompt);
        label.getStyleClass().add("strong");
        HBox row = new HBox(label, prompt);
        row.getStyleClass().add("row");
        return row;
    }

    private Node settings() {
        SteerForm form = model.form();
        FlowPane row = new FlowPane(16, 8);
        row.getStyleClass().add("row");
        row.getChildren()
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
                        field("Seed", "The same seed writes the same text", form.seed, 5),
                        Buttons.icon(Icon.RESET, "Another seed", this::anotherSeed));
        return row;
    }

    private void anotherSeed() {
        long next = new SplittableRandom().nextInt(1, 10_000);
        model.form().seed.set(Long.toString(next));
    }

    private static Node field(String name, String tip, StringProperty value, int columns) {
        TextField field = new TextField();
        field.setPrefColumnCount(columns);
        field.setAccessibleText(name);
        field.textProperty().bindBidirectional(value);
        Label label = new Label(name);
        label.getStyleClass().add("muted");
        label.setLabelFor(field);
        Tips.install(label, tip);
        Tips.install(field, tip);
        HBox box = new HBox(label, field);
        box.getStyleClass().add("row");
        return box;
    }

    private Node sliderPanel() {
        add.setId("add-concept");
        add.setPromptText("Add a concept");
        add.setPrefWidth(320);
        add.setMaxWidth(320);
        add.setAccessibleText("Add a concept");
        Tips.install(add, "Type to search; label concepts that steer best come first");
        add.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable ConceptEntry entry) {
                        return entry == null ? "" : title(entry);
                    }

                    @Override
                    public @Nullable ConceptEntry fromString(String text) {
                        return null;
                    }
                });
        add.setOnAction(event -> {
            ConceptEntry chosen = add.getValue();
            if (chosen != null) {
                model.add(chosen);
                add.getSelectionModel().clearSelection();
            }
        });
        VBox panel = new VBox(sliderBox, add);
        panel.getStyleClass().add("panel");
        return panel;
    }

    private String title(ConceptEntry entry) {
        return Session.tag(entry) + "  " + model.session().nameOf(entry);
    }

    /// Label concepts by steerability, then factors in order.
    private static List<ConceptEntry> choices(@Nullable Analysis analysis) {
        if (analysis == null) {
            return List.of();
        }
        Comparator<ConceptEntry> best =
                Comparator.comparingDouble(entry -> {
                    Steerability measured = entry.steerability();
                    return measured == null ? 0 : -measured.gain();
                });
        return analysis.concepts().stream().sorted(best).toList();
    }

    private void showSliders() {
        sliderNodes.keySet().retainAll(model.sliders());
        sliderBox
                .getChildren()
                .setAll(
                        model.sliders().stream()
                                .map(slider -> sliderNodes.computeIfAbsent(slider, this::node))
                                .toList());
    }

    private Node node(SteerSlider slider) {
        ConceptSlider control = new ConceptSlider(model.session().nameOf(slider.entry()));
        slider.scaleProperty().subscribe(scale -> control.setScale(scale.doubleValue()));
        control.valueProperty().bindBidirectional(slider.valueProperty());
        control.mutedProperty().bindBidirectional(slider.mutedProperty());
        control.setOnRemove(() -> model.remove(slider));
        return control;
    }
}
