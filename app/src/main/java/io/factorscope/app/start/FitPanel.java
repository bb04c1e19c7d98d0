package io.factorscope.app.start;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.LossChart;
import io.factorscope.app.control.Tips;
import io.factorscope.app.figure.FigureMenu;
import io.factorscope.app.words.Words;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.job.Progress;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.List;

/// A fit as it runs: how far it is, its loss, and what can be done with it; hidden until the first
/// iteration.
final class FitPanel extends VBox {
    private final LossChart chart = new LossChart();
    private final Label details = new Label();
    private double lastLoss = Double.NaN;

    FitPanel(StartViewModel model) {
        Label progress = new Label();
        progress.setId("fit-progress");
        progress.textProperty().bind(model.progressProperty().map(this::progressText));
        Button stop = Buttons.text(Words.of("start.stop-keep-best"), model::stopAndKeepBest);
        stop.setId("stop");
        stop.disableProperty().bind(model.runningProperty().not());
        Button pause = Buttons.text(Words.of("start.pause"), model::pauseOrResume);
        pause.setId("pause");
        pause.textProperty()
                .bind(
                        model.pausedProperty()
                                .map(waits ->
                                        waits ? Words.of("start.go-on") : Words.of("start.pause")));
        pause.disableProperty().bind(model.runningProperty().not());
        Button browse = Buttons.text(Words.of("start.browse-so-far"), model::browseSoFar);
        browse.setId("browse-so-far");
        browse.disableProperty().bind(model.runningProperty().not());
        Tips.install(browse, Words.of("start.open-the-factors-as-they"));
        HBox line = new HBox(8, pause, stop, browse);
        line.getStyleClass().add("row");
        chart.setPrefHeight(220);
        new FigureMenu(chart, "loss", chart::getAccessibleText);
        getStyleClass().add("panel");
        Label rise = new Label(Words.of("start.the-loss-rises-once-when"));
        rise.getStyleClass().addAll("small", "muted");
        rise.setWrapText(true);
        rise.visibleProperty().bind(model.form().factorsPerToken.isNotEqualTo("0"));
        rise.managedProperty().bind(rise.visibleProperty());
        details.setId("fit-details");
        details.getStyleClass().addAll("small", "muted");
        details.setWrapText(true);
        getChildren()
                .addAll(
                        StartView.heading(Words.of("start.fit")),
                        progress,
                        details,
                        line,
                        chart,
                        rise);
        setVisible(false);
        setManaged(false);
        model.setOnIterations(this::draw);
    }

    private String progressText(Progress progress) {
        boolean loss = !Double.isNaN(lastLoss) && progress.stage().startsWith("fitting");
        return progress.describe() + (loss ? Words.format("start.loss", lastLoss) : "");
    }

    private void draw(List<Iteration> iterations) {
        for (Iteration iteration : iterations) {
            if (iteration.number() == 1) {
                chart.clear();
                setVisible(true);
                setManaged(true);
            }
            chart.append(iteration.number(), iteration.relative());
            lastLoss = iteration.relative();
            details.setText(describe(iteration));
        }
    }

    private static String describe(Iteration iteration) {
        return Words.format(
                "start.explains-iterations-a-second-at",
                100 * iteration.explained(),
                count(iteration.dead(), Words.of("start.dead-factor")),
                count(iteration.duplicates(), "duplicate"),
                iteration.perSecond(),
                Math.ceil(iteration.secondsLeft()));
    }

    private static String count(int number, String what) {
        return (number == 0 ? "no" : Integer.toString(number))
                + " "
                + what
                + (number == 1 ? "" : "s");
    }
}
