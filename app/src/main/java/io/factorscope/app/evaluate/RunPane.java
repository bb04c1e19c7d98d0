package io.factorscope.app.evaluate;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.IntervalPlot;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.Interval;
import io.factorscope.core.experiment.SummaryRow;
import io.factorscope.core.experiment.Variant;
import io.factorscope.core.job.Amounts;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.util.List;
import java.util.stream.Collectors;

/// The chosen run: what it is, its means, its concepts and the sentences behind them; or how far it
/// is.
final class RunPane extends VBox {
    private final EvaluateViewModel model;
    private final ResultViewModel result;
    private final Label title = new Label();
    private final Label about = new Label();
    private final Label unfinished = new Label();
    private final IntervalPlot plot = new IntervalPlot();
    private final Button goOn;
    private final Button rate;
    private final Node export;
    private final VBox results;

    RunPane(EvaluateViewModel model) {
        super(12);
        this.model = model;
        this.result = model.result();
        setId("run-pane");
        getStyleClass().add("run-pane");
        title.getStyleClass().add("heading");
        about.getStyleClass().addAll("small", "muted");
        about.setId("run-about");
        about.setWrapText(true);
        about.setMinHeight(USE_PREF_SIZE);
        unfinished.setWrapText(true);
        unfinished.setId("run-unfinished");
        goOn = Buttons.text(Words.of("evaluate.go-on"), model::goOn);
        goOn.setId("go-on");
        goOn.getStyleClass().add("accent");
        rate = Buttons.text(Words.of("evaluate.rate"), model::rate);
        rate.setId("rate");
        Tips.install(rate, Words.of("evaluate.rate-tip"));
        export = exports();
        plot.setId("score-plot");
        results = results();
        VBox.setVgrow(results, Priority.ALWAYS);
        getChildren().addAll(head(), about, unfinished, results);
        model.selectedProperty().subscribe(item -> show());
        model.runningProperty().subscribe(item -> show());
        result.resultProperty().subscribe(found -> show());
        result.linesProperty().subscribe(this::draw);
    }

    private Node head() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(8, title, gap, goOn, rate, export);
        head.getStyleClass().add("row");
        for (Node fixed : List.of(goOn, rate, export)) {
            ((Region) fixed).setMinWidth(USE_PREF_SIZE);
        }
        return head;
    }

    private Node exports() {
        MenuButton menu = new MenuButton(Words.of("evaluate.export"));
        menu.setId("export-run");
        menu.getItems()
                .addAll(
                        item(Words.of("evaluate.save-csv"), "scores.csv"),
                        item(Words.of("evaluate.save-json"), "experiment.json"),
                        item(Words.of("evaluate.save-html"), "experiment.html"));
        return menu;
    }

    private MenuItem item(String words, String name) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> {
            FileChooser chooser = new FileChooser();
            chooser.setInitialFileName(name);
            File chosen = chooser.showSaveDialog(getScene().getWindow());
            if (chosen != null) {
                result.export(chosen.toPath());
            }
        });
        return item;
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
        push.visibleProperty()
                .bind(javafx.beans.binding.Bindings.size(result.pushes()).greaterThan(1));
        Label meaning = new Label();
        meaning.getStyleClass().addAll("small", "muted");
        meaning.setWrapText(true);
        result.measureProperty()
                .subscribe(name -> meaning.setText(name == null ? "" : meaning(name)));
        HBox.setHgrow(meaning, Priority.ALWAYS);
        HBox choices = new HBox(8, measure, push, meaning);
        choices.getStyleClass().add("row");
        choices.setMinHeight(USE_PREF_SIZE);
        SplitPane split = new SplitPane(new ScoreTable(result), new SentencePane(result));
        split.setOrientation(Orientation.HORIZONTAL);
        split.setDividerPositions(0.56);
        VBox.setVgrow(split, Priority.ALWAYS);
        return new VBox(12, choices, plot, split);
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
        title.setText(EvaluateView.title(item.spec()));
        about.setText(about(item, found));
        shown(results, found != null);
        shown(unfinished, !item.ended() || here);
        unfinished.setText(
                here
                        ? Words.of("evaluate.runs-now")
                        : item.canGoOn()
                                ? Words.of("evaluate.can-go-on")
                                : Words.of("evaluate.not-from-here"));
        shown(goOn, item.canGoOn() && !here);
        goOn.setDisable(running != null);
        shown(rate, result.canRate());
        shown(export, found != null);
    }

    private static String about(RunItem item, @Nullable ExperimentResult found) {
        String first =
                Words.format(
                        "evaluate.about-run",
                        EvaluateView.methods(item.spec()),
                        item.spec().model(),
                        item.spec().data(),
                        EvaluateView.when(item));
        if (found == null) {
            return first;
        }
        String judges =
                found.judged().stream()
                        .map(row -> row.judge().label())
                        .distinct()
                        .collect(Collectors.joining(", "));
        return first
                + (judges.isEmpty() ? "" : Words.format("evaluate.judged-by", judges))
                + Words.format("evaluate.took", Amounts.time(found.seconds()));
    }

    private void draw(List<SummaryRow> lines) {
        String measure = result.measureProperty().get();
        double mark = measure == null ? Double.NaN : measure.endsWith("AUROC") ? 0.5 : 0;
        plot.show(lines.stream().map(RunPane::bar).toList(), mark);
    }

    private static IntervalPlot.Bar bar(SummaryRow line) {
        Interval interval = line.interval();
        String missing =
                line.undefined() == 0 ? "" : Words.format("evaluate.undefined", line.undefined());
        return new IntervalPlot.Bar(
                ResultViewModel.name(line.method(), line.variant()),
                interval.mean(),
                interval.low(),
                interval.high(),
                line.variant() != Variant.CONCEPT,
                ScoreTable.value(interval) + ScoreTable.bounds(interval) + missing);
    }

    private static void shown(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
