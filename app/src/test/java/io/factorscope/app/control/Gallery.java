package io.factorscope.app.control;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.controlsfx.control.RangeSlider;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.ToggleSwitch;
import org.controlsfx.control.textfield.TextFields;

import java.util.ArrayList;
import java.util.List;

/// A window full of every control, for the gallery test.
final class Gallery {
    Parent root() {
        BorderPane root = new BorderPane(body());
        root.setTop(top());
        root.setLeft(rail());
        root.setBottom(status());
        return root;
    }

    private static Node top() {
        ChipBar chips = new ChipBar();
        chips.setChips(
                List.of(
                        new ChipBar.Chip("storyteller", "Model"),
                        new ChipBar.Chip("blocks.3.mlp.hook_post", "Where in the model"),
                        new ChipBar.Chip("story_concepts", "Text"),
                        new ChipBar.Chip("K = 64", "Number of factors")));
        HBox top = new HBox(16, styled(new Label("Factorscope"), "heading"), chips);
        top.getStyleClass().add("row");
        top.setPadding(new Insets(12, 16, 12, 16));
        return top;
    }

    private static NavRail rail() {
        return new NavRail(
                List.of(
                        new NavRail.Place("Start", Icon.START),
                        new NavRail.Place("Factors", Icon.FACTORS),
                        new NavRail.Place("Tree", Icon.TREE),
                        new NavRail.Place("Steer", Icon.STEER),
                        new NavRail.Place("Compare", Icon.COMPARE),
                        new NavRail.Place("Evaluate", Icon.EVALUATE),
                        new NavRail.Place("Settings", Icon.SETTINGS)),
                1);
    }

    private static StatusBar status() {
        StatusBar bar = new StatusBar();
        bar.showJob("Fitting, iteration 42 of 200 · loss 0.61", 0.21, true);
        bar.setDevice("CPU");
        bar.setMemory("1.2 GB");
        bar.setErrors(1);
        return bar;
    }

    private static Node body() {
        HBox columns = new HBox(16, left(), right());
        VBox body = new VBox(messages(), columns);
        body.getStyleClass().add("page-body");
        return body;
    }

    private static Node messages() {
        MessageBar error = new MessageBar();
        error.error(
                "FS-MODEL-003",
                "The file model.safetensors has 11 layers, the configuration says 12. Choose the"
                        + " folder that both came from.");
        MessageBar info = new MessageBar();
        info.info("Factor 8 was renamed to animals.");
        info.offer("Undo", () -> {});
        return new VBox(8, error, info);
    }

    private static Node left() {
        VBox column = new VBox(16, contexts(), tokens(), diff(), icons());
        HBox.setHgrow(column, Priority.ALWAYS);
        return column;
    }

    private static Node right() {
        VBox column = new VBox(16, chart(), sliders(), bars(), others());
        column.setPrefWidth(472);
        column.setMinWidth(472);
        return column;
    }

    private static Node contexts() {
        HBox title = new HBox(8, section("Fires on"), grow(), HeatLegend.oneSided("How strongly"));
        title.getStyleClass().add("row");
        return panel(
                group(
                        title,
                        strip(
                                "Once upon a time, she saw a small dog in the park and laughed at"
                                        + " it",
                                "dog"),
                        strip("The brown cat ran up the old tree", "cat"),
                        strip("They had a pet turtle.⏎ It was slow", "turtle"),
                        strip("one day 私 は 小さな 犬 を 見 ました と 言った", "犬")));
    }

    private static TokenStrip strip(String sentence, String centre) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        for (String word : sentence.split(" ")) {
            boolean hit = word.startsWith(centre);
            at = hit ? tokens.size() : at;
            double value = hit ? 0.97 : Math.max(0, Math.sin(word.hashCode()) - 0.6);
            tokens.add(new Token((tokens.isEmpty() ? "" : "·") + word, value));
        }
        return new TokenStrip(tokens, at);
    }

    private static Node tokens() {
        TokenText own =
                new TokenText(
                        List.of(
                                new Token("The", 0),
                                new Token("·dog", 0.91),
                                new Token("·chased", 0.4),
                                new Token("·a", -0.2),
                                new Token("·red", -0.6),
                                new Token("·ball", -1),
                                new Token(".", 0.05)));
        HBox title = new HBox(8, section("Your own text"), grow(), HeatLegend.signed("How much"));
        title.getStyleClass().add("row");
        return panel(
                group(title, own),
                group(
                        section("Top tokens"),
                        new ChipRow(
                                List.of("dog", "·cat", "·squirrel", "·turtle", "·rabbit", "犬"))),
                group(
                        section("Promotes"),
                        new TokenList(
                                List.of(
                                        new Token("·barked", 2.1),
                                        new Token("·fur", 1.8),
                                        new Token("·tail", 1.2),
                                        new Token("·paw", 0.4)))),
                group(
                        section("Suppresses"),
                        new TokenList(List.of(new Token("·car", -1.9), new Token("·said", -0.7)))));
    }

    private static VBox group(Node... nodes) {
        VBox group = new VBox(nodes);
        group.getStyleClass().add("group");
        return group;
    }

    private static Node diff() {
        DiffText text = new DiffText();
        text.setText(
                "One day, a girl named Lily was so happy that she ran to the park with her dog and"
                        + " smiled at every bird.",
                "One day, a girl named Lily went to the park with her mom and looked at every"
                        + " bird.");
        return panel(group(section("Steered"), text));
    }

    private static Node icons() {
        FlowPane row = new FlowPane(4, 4);
        for (Icon icon : Icon.values()) {
            row.getChildren().add(Buttons.icon(icon, icon.name(), () -> {}));
        }
        return panel(group(section("Icons"), row));
    }

    private static Node chart() {
        LossChart chart = new LossChart();
        chart.setExpectedIterations(200);
        for (int i = 0; i <= 120; i++) {
            chart.append(i, 0.42 + 0.55 * Math.exp(-i / 18.0));
        }
        chart.setPrefHeight(200);
        return panel(group(section("Fit"), chart));
    }

    private static Node sliders() {
        ConceptSlider animals = new ConceptSlider("animals");
        animals.setValue(-0.4);
        animals.setStrength("\u22120.2 nats", "\u03b1 \u22126.1", "");
        animals.setTicks(List.of(0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0));
        animals.setLimits(-0.7, 0.8);
        ConceptSlider feelings = new ConceptSlider("feelings");
        feelings.setValue(0.35);
        feelings.setStrength("+0.5 nats", "\u03b1 +18", "");
        feelings.setGhost(-0.3);
        feelings.setReach(0.5, 1);
        ConceptSlider muted = new ConceptSlider("a rather long concept name");
        muted.setValue(0.6);
        muted.mutedProperty().set(true);
        return panel(group(section("Push"), animals, feelings, muted));
    }

    private static Node bars() {
        double[] counts = {2, 5, 14, 30, 44, 38, 21, 12, 9, 5, 3, 2, 1, 0, 1};
        BarList bars =
                new BarList(
                        List.of(
                                new BarList.Item("animals", 0.84, "84 %"),
                                new BarList.Item("food", 0.12, "12 %"),
                                new BarList.Item("a very long label of a concept", 0.03, "3.1 %")));
        HBox row = new HBox(16, new Histogram(counts, 0, 1.2), new Histogram(counts, 0, 1));
        ((Histogram) row.getChildren().getLast()).withAxis(false).setMaxHeight(24);
        return panel(group(section("Fires by label"), bars), group(section("Density"), row));
    }

    private static Node others() {
        EmptyState empty =
                new EmptyState(
                        "No concept tree yet",
                        "A tree shows which concepts are made of which. It takes about a minute.",
                        "Build the tree",
                        () -> {});
        RangeSlider range = new RangeSlider(0, 1, 0.2, 0.8);
        SegmentedButton segments = new SegmentedButton();
        segments.getButtons()
                .addAll(
                        new javafx.scene.control.ToggleButton("α"),
                        new javafx.scene.control.ToggleButton("nats"));
        segments.getButtons().getFirst().setSelected(true);
        HBox row =
                new HBox(
                        12,
                        segments,
                        new ToggleSwitch("Live"),
                        TextFields.createClearableTextField());
        row.getStyleClass().add("row");
        return new VBox(8, empty, row, range);
    }

    private static VBox panel(Node... nodes) {
        VBox panel = new VBox(nodes);
        panel.getStyleClass().add("panel");
        return panel;
    }

    private static Label section(String text) {
        return styled(new Label(text), "section");
    }

    private static Node grow() {
        HBox gap = new HBox();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }

    private static Label styled(Label label, String styleClass) {
        label.getStyleClass().add(styleClass);
        return label;
    }
}
