package io.factorscope.app.card;

import io.factorscope.app.control.HeatLegend;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Steerability;

import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;

import org.jspecify.annotations.Nullable;

/// What was measured of a concept, in one line that wraps.
final class CardFigures extends FlowPane {
    private final Analysis analysis;
    private final ConceptEntry entry;
    private @Nullable Runnable onMeasure;

    CardFigures(Analysis analysis, ConceptEntry entry) {
        super(16, 4);
        this.analysis = analysis;
        this.entry = entry;
        setAlignment(Pos.CENTER_LEFT);
    }

    void setOnMeasure(Runnable action) {
        onMeasure = action;
    }

    /// Shows what was measured, and what was asked for since.
    void show(Annotations annotations) {
        Double loss = analysis.lossShare(entry);
        Steerability steers = annotations.steerability(entry);
        Double faithful = entry.faithfulness();
        Runnable ask = onMeasure;
        getChildren().clear();
        if (loss != null) {
            figure(
                    Words.format("card.loss-share", Numbers.percent(loss)),
                    Words.of("card.by-what-share-of-a"));
        }
        if (steers != null) {
            figure(
                    Words.format("card.steers", Numbers.signed(steers.gain())),
                    steeringMeaning(steers));
        } else if (ask != null) {
            Hyperlink measure = new Hyperlink(Words.of("card.measure-how-it-steers"));
            measure.setId("measure-steering");
            measure.getStyleClass().add("small");
            Tips.install(measure, Words.of("card.measure-meaning"));
            measure.setOnAction(event -> ask.run());
            getChildren().add(measure);
        }
        Double stable = entry.stability();
        if (stable != null) {
            figure(
                    Words.format("card.stable", Numbers.percent(stable)),
                    Words.of("card.the-mean-cosine-with-the"));
        }
        if (faithful != null) {
            figure(
                    Words.format("card.faithful-mnat", Numbers.plain(1000 * faithful)),
                    Words.of("card.how-much-worse-the-model"));
        }
        figure(
                Words.format("card.maximum", Numbers.plain(entry.evidence().maximum())),
                Words.of("card.the-largest-value-on-the"));
        getChildren().add(legend());
    }

    private String steeringMeaning(Steerability steers) {
        boolean label = entry.concept().source() instanceof ConceptSource.Label;
        String alpha = Numbers.plain(steers.alpha());
        StringBuilder said =
                new StringBuilder(
                        label
                                ? Words.format("card.at-a-push-of-0", alpha)
                                : Words.format("card.at-a-push-promoted", alpha));
        if (steers.firing() != null) {
            said.append('\n')
                    .append(Words.format("card.of-its-firing", Numbers.signed(steers.firing())));
        }
        if (steers.opposite() != null) {
            said.append('\n')
                    .append(
                            Words.format(
                                    "card.of-the-other-sign", Numbers.signed(steers.opposite())));
        }
        return said.toString();
    }

    private HeatLegend legend() {
        ConceptSource source = entry.concept().source();
        return source instanceof ConceptSource.Label || source instanceof ConceptSource.Given
                ? HeatLegend.signed(Words.of("card.cosine-with-the-direction-as"))
                : HeatLegend.oneSided(Words.of("card.activation-as-a-share-of"));
    }

    private void figure(String words, String meaning) {
        Label label = new Label(words);
        label.getStyleClass().addAll("small", "figures", "muted");
        Tips.install(label, meaning);
        getChildren().add(label);
    }
}
