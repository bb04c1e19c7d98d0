package io.factorscope.app.card;

import io.factorscope.app.control.BarList;
import io.factorscope.app.control.HeatLegend;
import io.factorscope.app.control.Histogram;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.app.control.Token;
import io.factorscope.app.control.TokenList;
import io.factorscope.app.control.TokenStrip;
import io.factorscope.app.session.Session;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Context;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Steerability;
import io.factorscope.core.text.VisibleText;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;

/// All that is known of one concept, whatever its source.
public final class ConceptCard extends VBox {
    private static final int CONTEXTS = 12;
    private static final int PROJECTED = 14;
    private static final int LABELS = 5;

    private final Session session;
    private final ConceptEntry entry;

    /// A card; `onSteer` is what its Steer button does.
    public ConceptCard(Session session, ConceptEntry entry, Runnable onSteer) {
        this.session = session;
        this.entry = entry;
        getStyleClass().add("concept-card");
        setSpacing(16);
        Evidence evidence = entry.evidence();
        getChildren().addAll(header(onSteer), contexts(evidence), projection());
        HBox lower = new HBox(labels(evidence), density(evidence));
        lower.setSpacing(24);
        getChildren().add(lower);
        if (!(entry.concept().source() instanceof ConceptSource.Label)) {
            getChildren().add(neurons());
        }
        getChildren().add(origin());
    }

    private Node header(Runnable onSteer) {
        Label tag = new Label(Session.tag(entry));
        tag.getStyleClass().addAll("heading", "muted");
        TextField name = new TextField(session.nameOf(entry));
        name.setId("concept-name");
        name.getStyleClass().addAll("heading", "inline-name");
        name.setAccessibleText("Name of the concept");
        Tips.install(
                name, "What this concept is about. Type to rename; Enter keeps it, Esc undoes.");
        name.setOnAction(event -> session.rename(entry, name.getText()));
        name.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        session.rename(entry, name.getText());
                    }
                });
        name.setOnKeyPressed(event -> {
            if (event.getCode() == javafx.scene.input.KeyCode.ESCAPE) {
                name.setText(session.nameOf(entry));
            }
        });
        HBox.setHgrow(name, Priority.ALWAYS);
        Button steer = new Button("Steer");
        steer.setId("steer-concept");
        steer.getStyleClass().add("accent");
        Tips.install(steer, "Add a slider for this concept");
        steer.setOnAction(event -> onSteer.run());
        HBox header = new HBox(tag, name, steer);
        header.getStyleClass().add("row");
        return header;
    }

    private Node contexts(Evidence evidence) {
        boolean factor = !(entry.concept().source() instanceof ConceptSource.Label);
        HeatLegend legend =
                factor
                        ? HeatLegend.oneSided("activation, as a share of this concept's maximum")
                        : HeatLegend.signed("cosine with the direction, as a share of the maximum");
        VBox strips = new VBox(2);
        List<Context> contexts = evidence.contexts();
        for (Context context : contexts.subList(0, Math.min(CONTEXTS, contexts.size()))) {
            strips.getChildren().add(strip(context, evidence.maximum()));
        }
        if (contexts.isEmpty()) {
            strips.getChildren().add(new Label("This concept never fires on this data."));
        }
        return section("Fires on", legend, strips);
    }

    private static Node strip(Context context, double maximum) {
        List<Token> tokens =
                context.tokens().stream()
                        .map(t -> new Token(VisibleText.of(t.token()), t.value() / maximum))
                        .toList();
        TokenStrip strip = new TokenStrip(tokens, context.center());
        strip.setAnchor(0.42);
        HBox.setHgrow(strip, Priority.ALWAYS);
        Label value = new Label(Numbers.plain(context.value() / maximum));
        value.getStyleClass().add("number");
        value.setMinWidth(44);
        HBox line = new HBox(strip, value);
        line.getStyleClass().add("row");
        return line;
    }

    private Node projection() {
        VBox promotes =
                section(
                        "Promotes",
                        null,
                        new TokenList(tokens(entry.projection().promoted(), PROJECTED)));
        VBox suppresses =
                section(
                        "Suppresses",
                        null,
                        new TokenList(tokens(entry.projection().suppressed(), PROJECTED)));
        Tips.install(
                promotes.getChildren().get(0),
                "Next tokens that this direction makes likelier by itself, with their logits"
                        + " (vocabulary projection).");
        VBox both = new VBox(12, promotes, suppresses);
        return both;
    }

    /// Tokens with logits, heat as a share of the largest.
    private static List<Token> tokens(List<TokenScore> scores, int count) {
        return scores.stream()
                .limit(count)
                .map(score -> new Token(VisibleText.of(score.token()), score.value()))
                .toList();
    }

    private Node labels(Evidence evidence) {
        List<BarList.Item> items =
                evidence.byLabel().stream()
                        .limit(LABELS)
                        .map(label ->
                                new BarList.Item(
                                        label.token(),
                                        label.value(),
                                        Numbers.percent(label.value())))
                        .toList();
        Node body = items.isEmpty() ? new Label("The data has no labels.") : new BarList(items);
        VBox section = section("Fires by label", null, body);
        Tips.install(
                section.getChildren().get(0),
                "Mean activation on each label's tokens, as a share of the sum over labels.");
        HBox.setHgrow(section, Priority.ALWAYS);
        return section;
    }

    private static Node density(Evidence evidence) {
        double[] counts = evidence.histogram().stream().mapToDouble(Integer::doubleValue).toArray();
        Histogram histogram = new Histogram(counts, 0, evidence.maximum()).withAxis(true);
        histogram.setPrefSize(180, 72);
        VBox section =
                section("Density, fires on " + Numbers.percent(evidence.fires()), null, histogram);
        Tips.install(
                section.getChildren().get(0),
                "How many tokens have which activation; fires means 15 % of the maximum or more.");
        section.setMinWidth(190);
        return section;
    }

    private Node neurons() {
        return section("Neurons", null, new TokenList(Neurons.strongest(entry.concept())));
    }

    private Node origin() {
        Steerability measured = entry.steerability();
        String steers =
                measured == null
                        ? ""
                        : " · at 0.25 nats (α "
                                + Numbers.plain(measured.alpha())
                                + ") it writes "
                                + Numbers.plain(measured.gain())
                                + " points more of its own words than a random push";
        Label line =
                new Label(
                        entry.concept().source().describe()
                                + " · "
                                + entry.concept().hook().name()
                                + steers);
        line.getStyleClass().addAll("small", "muted");
        line.setWrapText(true);
        return line;
    }

    private static VBox section(
            String title, @org.jspecify.annotations.Nullable Node beside, Node body) {
        Label label = new Label(title);
        label.getStyleClass().add("section");
        VBox section = new VBox();
        section.getStyleClass().add("column");
        if (beside == null) {
            section.getChildren().addAll(label, body);
        } else {
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            HBox line = new HBox(label, gap, beside);
            line.getStyleClass().add("row");
            section.getChildren().addAll(line, body);
        }
        return section;
    }
}
