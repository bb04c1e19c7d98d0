package io.factorscope.app.evaluate;

import io.factorscope.app.control.IntervalPlot;
import io.factorscope.app.control.Tips;
import io.factorscope.app.figure.FigureMenu;
import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.Interval;
import io.factorscope.core.experiment.Origin;
import io.factorscope.core.experiment.SummaryRow;
import io.factorscope.core.experiment.Variant;
import io.factorscope.core.job.Amounts;

import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The chosen run: what it is, its means, its concepts and the sentences behind them; or how far it
/// is.
final class RunPane extends VBox {
    private final EvaluateViewModel model;
    private final ResultViewModel result;
    private final Label about = new Label();
    private final Label unfinished = new Label();
    private final IntervalPlot plot = new IntervalPlot();
    private final RunHead head;
    private final VBox results;

    RunPane(EvaluateViewModel model) {
        super(12);
        this.model = model;
        this.result = model.result();
        setId("run-pane");
        getStyleClass().add("run-pane");
        about.getStyleClass().addAll("small", "muted");
        about.setId("run-about");
        about.setWrapText(true);
        about.setMinHeight(USE_PREF_SIZE);
        unfinished.setWrapText(true);
        unfinished.setId("run-unfinished");
        plot.setId("score-plot");
        head = new RunHead(model, new FigureMenu(plot, "scores", this::caption)::save);
        results = results();
        VBox.setVgrow(results, Priority.ALWAYS);
        getChildren().addAll(head, about, unfinished, results);
        model.selectedProperty().subscribe(item -> show());
        model.runningProperty().subscribe(item -> show());
        result.resultProperty().subscribe(found -> show());
        result.linesProperty().subscribe(lines -> draw());
        model.across().meansProperty().subscribe(means -> draw());
    }

    private VBox results() {
        ComboBox<String> measure = new ComboBox<>(result.measures());
        measure.setId("measure");
        measure.setAccessibleText(Words.of("evaluate.measure"));
        measure.valueProperty().bindBidirectional(result.measureProperty());
        Tips.install(measure, Words.of("evaluate.measure-tip"));
        ComboBox<ResultViewModel.Push> push = new ComboBox<>(result.pushes());
        push.setId("push");
        push.setAccessibleText(Words.of("evaluate.push"));
        push.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(ResultViewModel.@Nullable Push at) {
                        return at == null ? "" : words(at);
                    }

                    @Override
                    public ResultViewModel.Push fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        push.valueProperty().bindBidirectional(result.pushProperty());
        push.visibleProperty().bind(Bindings.size(result.pushes()).greaterThan(1));
        push.managedProperty().bind(push.visibleProperty());
        measure.setMinWidth(USE_PREF_SIZE);
        push.setMinWidth(USE_PREF_SIZE);
        Label meaning = new Label();
        meaning.getStyleClass().addAll("small", "muted");
        meaning.setWrapText(true);
        result.measureProperty()
                .subscribe(name -> meaning.setText(name == null ? "" : meaning(name)));
        HBox.setHgrow(meaning, Priority.ALWAYS);
        ToggleButton all = new ToggleButton(Words.of("evaluate.all-runs"));
        all.setId("all-runs");
        all.setMinWidth(USE_PREF_SIZE);
        all.selectedProperty().bindBidirectional(model.across().onProperty());
        Tips.install(all, Words.of("evaluate.all-runs-tip"));
        HBox choices = new HBox(8, measure, push, all, meaning);
        choices.getStyleClass().add("row");
        choices.setMinHeight(USE_PREF_SIZE);
        SplitPane split = new SplitPane(new ScoreTable(result), new SentencePane(result));
        split.setOrientation(Orientation.HORIZONTAL);
        split.setDividerPositions(0.66);
        VBox.setVgrow(split, Priority.ALWAYS);
        return new VBox(12, choices, plot, split);
    }

    /// What the plot shows, above it in a file.
    private String caption() {
        RunItem item = model.selectedProperty().get();
        ResultViewModel.Push at = result.pushProperty().get();
        return (item == null || model.across().onProperty().get()
                        ? Words.of("evaluate.all-runs")
                        : EvaluateView.title(item))
                + ": "
                + result.measureProperty().get()
                + (at == null || result.pushes().size() < 2 ? "" : ", " + words(at));
    }

    private static String words(ResultViewModel.Push at) {
        Double target = at.target();
        return target == null
                ? Words.of("evaluate.each-its-best")
                : Words.format("evaluate.nats", target);
    }

    private static String meaning(String measure) {
        return switch (measure) {
            case "AUROC" -> Words.of("evaluate.means-auroc");
            case "ln ratio" -> Words.of("evaluate.means-ratio");
            case "encoder AUROC" -> Words.of("evaluate.means-encoder");
            case "label shift" -> Words.of("evaluate.means-shift");
            case "NLL change" -> Words.of("evaluate.means-nll");
            default -> Words.of("evaluate.means-score");
        };
    }

    private void show() {
        RunItem item = model.selectedProperty().get();
        if (item == null) {
            return;
        }
        RunItem running = model.runningProperty().get();
        ExperimentResult found = result.resultProperty().get();
        boolean here = running != null && running.folder().equals(item.folder());
        head.show(item, running);
        about.setText(about(item, found));
        shown(results, found != null);
        shown(unfinished, !item.ended() || here);
        unfinished.setText(
                here
                        ? Words.of("evaluate.runs-now")
                        : item.canGoOn()
                                ? Words.of("evaluate.can-go-on")
                                : Words.of("evaluate.not-from-here"));
    }

    private static String about(RunItem item, @Nullable ExperimentResult found) {
        List<String> parts = new ArrayList<>();
        if (!item.name().isEmpty()) {
            parts.add(EvaluateView.title(item.spec()));
        }
        parts.add(found == null ? EvaluateView.methods(item.spec()) : methods(found));
        if (found != null && found.spec().sources().chosen() != null) {
            parts.add(EvaluateView.chosen(found.spec()));
        }
        parts.add(item.spec().model());
        parts.add(item.spec().data());
        parts.add(EvaluateView.when(item));
        if (found != null) {
            String judges =
                    found.judged().stream()
                            .map(row -> row.judge().label())
                            .distinct()
                            .collect(Collectors.joining(", "));
            if (!judges.isEmpty()) {
                parts.add(Words.format("evaluate.judged-by", judges));
            }
            parts.add(Words.format("evaluate.took", Amounts.time(found.seconds())));
            if (!found.leftOut().isEmpty()) {
                parts.add(Words.format("evaluate.left-out", String.join(", ", found.leftOut())));
            }
        }
        return String.join(" · ", parts);
    }

    /// Each method with its layer and how many concepts it chose from.
    private static String methods(ExperimentResult found) {
        return found.spec().methods().stream()
                .map(method -> {
                    Origin origin = Origin.of(found, method);
                    String name = ResultViewModel.method(method);
                    return Words.format("evaluate.of-layer", name, origin.layer(), origin.k());
                })
                .collect(Collectors.joining(", "));
    }

    private void draw() {
        String measure = result.measureProperty().get();
        double mark = measure == null ? Double.NaN : measure.endsWith("AUROC") ? 0.5 : 0;
        List<AcrossRuns.Mean> means = model.across().meansProperty().get();
        plot.show(
                means.isEmpty()
                        ? result.linesProperty().get().stream().map(RunPane::bar).toList()
                        : means.stream().map(RunPane::bar).toList(),
                mark);
    }

    private static IntervalPlot.Bar bar(AcrossRuns.Mean mean) {
        String method = ResultViewModel.method(mean.method());
        Origin origin = mean.origin();
        return bar(
                Words.format("evaluate.of-layer", method, origin.layer(), origin.k()),
                mean.interval(),
                false,
                ScoreTable.bounds(mean.interval()) + "  " + mean.run());
    }

    private static IntervalPlot.Bar bar(SummaryRow line) {
        Interval interval = line.interval();
        String missing =
                line.undefined() == 0
                        ? ""
                        : "  " + Words.format("evaluate.undefined", line.undefined());
        return bar(
                ResultViewModel.name(line.method(), line.variant()),
                interval,
                line.variant() != Variant.CONCEPT,
                ScoreTable.bounds(interval) + missing);
    }

    private static IntervalPlot.Bar bar(
            String name, Interval interval, boolean baseline, String after) {
        return new IntervalPlot.Bar(
                name,
                interval.mean(),
                interval.low(),
                interval.high(),
                baseline,
                ScoreTable.value(interval) + after);
    }

    static void shown(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
