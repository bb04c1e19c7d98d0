package io.factorscope.app.start;

import atlantafx.base.theme.Styles;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.LossChart;
import io.factorscope.app.control.Tips;
import io.factorscope.app.figure.FigureMenu;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.Faithfulness;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.job.Progress;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisArchive;

import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/// Left: the demo, a saved analysis, what is open. Right: a new analysis, and its fit as it runs.
public final class StartView extends ScrollPane {
    private final StartViewModel model;
    private final LossChart chart = new LossChart();
    private final VBox fitPanel = new VBox();
    private final Label details = new Label();
    private final ExchangeMenu exchange;
    private double lastLoss = Double.NaN;

    /// A view of the model.
    public StartView(StartViewModel model) {
        this.model = model;
        this.exchange = new ExchangeMenu(model.exchange(), this);
        VBox left = new VBox(16, demo(), saved(), open());
        left.setPrefWidth(280);
        left.setMinWidth(232);
        left.setMaxWidth(320);
        VBox right = new VBox(16, fitPanel(), newAnalysis());
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox page = new HBox(24, left, right);
        page.setPadding(new Insets(24));
        setContent(page);
        setFitToWidth(true);
        getStyleClass().add("edge-to-edge");
        model.setOnIterations(this::draw);
    }

    private Node demo() {
        Button open = Buttons.text(Words.of("start.try-the-demo"), model::openDemo);
        open.setId("open-demo");
        open.getStyleClass().add("accent");
        open.disableProperty().bind(model.runningProperty());
        return panel(
                Words.of("start.see-what-a-model-has"),
                Words.of("start.eighty-factors-of-a-small"),
                open);
    }

    private Node saved() {
        Button open = Buttons.text(Words.of("start.open-an-analysis"), this::chooseOpen);
        open.setId("open-saved");
        open.disableProperty().bind(model.runningProperty());
        Button file = Buttons.text(Words.of("start.open-one-file"), this::chooseOpenFile);
        file.setId("open-file");
        file.setMinWidth(USE_PREF_SIZE);
        open.setMinWidth(USE_PREF_SIZE);
        Tips.install(file, Words.of("start.a-factorscope-file-is-unpacked"));
        file.disableProperty().bind(model.runningProperty());
        RecentView recent = new RecentView(model.recent(), model::open, model.runningProperty());
        Label words = new Label(Words.of("start.a-folder-that-was-written"));
        words.setWrapText(true);
        words.getStyleClass().add("muted");
        words.visibleProperty().bind(recent.visibleProperty().not());
        words.managedProperty().bind(words.visibleProperty());
        UnfinishedView unfinished = new UnfinishedView(model.fitting(), model.runningProperty());
        return section(
                Words.of("start.continue"),
                unfinished,
                recent,
                words,
                new FlowPane(8, 8, open, file));
    }

    private Node open() {
        Label what = new Label();
        what.setWrapText(true);
        what.getStyleClass().add("muted");
        Button save = Buttons.text(Words.of("start.save"), this::save);
        save.setId("save");
        Button saveAs = Buttons.text(Words.of("start.save-as"), this::chooseSave);
        saveAs.setId("save-as");
        save.disableProperty()
                .bind(
                        Bindings.or(
                                model.runningProperty(), model.session().unsavedProperty().not()));
        saveAs.disableProperty().bind(model.runningProperty());
        MenuButton more = exchange.button();
        more.disableProperty().bind(model.runningProperty());
        FlowPane buttons = new FlowPane(8, 8, save, saveAs, more);
        VBox panel = section(Words.of("start.open-now"), what, buttons);
        model.session()
                .analysisProperty()
                .subscribe(analysis -> {
                    panel.setVisible(analysis != null);
                    panel.setManaged(analysis != null);
                    what.setText(analysis == null ? "" : describe(analysis));
                });
        return panel;
    }

    private static String describe(Analysis analysis) {
        return Words.format(
                "start.factors-of-on-tokens-the",
                analysis.factors().size(),
                analysis.manifest().spec().hook(),
                analysis.manifest().data(),
                analysis.tokens().size(),
                100 * (1 - analysis.fit().manifest().relative()),
                analysis.labels().size(),
                stability(analysis.manifest().stability()),
                faithfulness(analysis.manifest().faithfulness()));
    }

    private static String stability(@Nullable Double mean) {
        return mean == null ? "" : Words.format("start.other-seeds-find-the-factors", mean);
    }

    private static String faithfulness(@Nullable Faithfulness whole) {
        return whole == null
                ? ""
                : Words.format(
                        "start.with-the-layer-replaced-by",
                        whole.reconstruction() - whole.baseline(),
                        whole.zero() - whole.baseline());
    }

    private Node newAnalysis() {
        Button fit = Buttons.text(Words.of("start.fit"), model::fit);
        fit.setId("fit");
        fit.getStyleClass().add("accent");
        fit.setDefaultButton(true);
        fit.disableProperty().bind(model.runningProperty());
        Button cancel = Buttons.text(Words.of("start.cancel"), model::cancel);
        cancel.setId("cancel");
        cancel.disableProperty().bind(model.runningProperty().not());
        Label estimate = new Label();
        estimate.setId("estimate");
        estimate.getStyleClass().addAll("small", "muted");
        estimate.setWrapText(true);
        estimate.textProperty().bind(model.estimate().lineProperty());
        Tips.install(estimate, Words.of("start.roughly-worked-out-from-the"));
        model.estimate().follow();
        fit.setMinWidth(USE_PREF_SIZE);
        cancel.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(estimate, Priority.ALWAYS);
        HBox buttons = new HBox(8, fit, cancel, estimate);
        buttons.getStyleClass().add("row");
        TitledPane sweep =
                new TitledPane(
                        Words.of("start.sweep-many-fits-at-once"),
                        new SweepView(model.sweep(), model));
        sweep.setExpanded(false);
        sweep.setAnimated(false);
        sweep.setId("sweep-pane");
        sweep.getStyleClass().add(Styles.DENSE);
        return section(
                Words.of("start.new-analysis"),
                new FitFormView(model, this::getModel),
                buttons,
                sweep);
    }

    /// Opens the form for getting a model.
    public void getModel() {
        if (!model.mayGetModels()) {
            return;
        }
        GetModelViewModel getting = model.getModel();
        Dialog<Void> dialog = new Dialog<>();
        dialog.setTitle(Words.of("start.get-a-model-2"));
        dialog.initOwner(getScene().getWindow());
        dialog.getDialogPane().setContent(new GetModelView(getting));
        dialog.getDialogPane().getButtonTypes().setAll(ButtonType.CLOSE);
        getting.gotProperty()
                .subscribe(got -> {
                    if (got) {
                        dialog.close();
                    }
                });
        dialog.setOnHidden(event -> getting.cancel());
        dialog.show();
    }

    private Node fitPanel() {
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
        fitPanel.getStyleClass().add("panel");
        Label rise = new Label(Words.of("start.the-loss-rises-once-when"));
        rise.getStyleClass().addAll("small", "muted");
        rise.setWrapText(true);
        rise.visibleProperty().bind(model.form().factorsPerToken.isNotEqualTo("0"));
        rise.managedProperty().bind(rise.visibleProperty());
        details.setId("fit-details");
        details.getStyleClass().addAll("small", "muted");
        details.setWrapText(true);
        fitPanel.getChildren()
                .addAll(heading(Words.of("start.fit")), progress, details, line, chart, rise);
        fitPanel.setVisible(false);
        fitPanel.setManaged(false);
        return fitPanel;
    }

    private String progressText(Progress progress) {
        boolean loss = !Double.isNaN(lastLoss) && progress.stage().startsWith("fitting");
        return progress.describe() + (loss ? Words.format("start.loss", lastLoss) : "");
    }

    private void draw(List<Iteration> iterations) {
        for (Iteration iteration : iterations) {
            if (iteration.number() == 1) {
                chart.clear();
                fitPanel.setVisible(true);
                fitPanel.setManaged(true);
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

    /// Asks for a saved analysis and opens it.
    public void chooseOpen() {
        Path folder = choose(Words.of("start.open-a-saved-analysis"));
        if (folder != null) {
            model.open(folder);
        }
    }

    /// Asks for a `.factorscope` file and opens it.
    public void chooseOpenFile() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Words.of("start.open-one-file"));
        String pattern = "*" + AnalysisArchive.ENDING;
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(pattern, pattern));
        File chosen = chooser.showOpenDialog(getScene().getWindow());
        if (chosen != null) {
            model.open(chosen.toPath());
        }
    }

    /// Exports and imports, which ask for their files.
    public ExchangeMenu exchange() {
        return exchange;
    }

    /// Saves what is open, asking where the first time.
    public void save() {
        if (model.session().analysis() == null || model.runningProperty().get()) {
            return;
        }
        Path folder = model.session().folderProperty().get();
        if (folder == null) {
            chooseSave();
        } else {
            model.save(folder);
        }
    }

    private void chooseSave() {
        Path folder = choose(Words.of("start.save-into-a-new-or"));
        if (folder != null) {
            model.save(folder);
        }
    }

    private @Nullable Path choose(String title) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        File chosen = chooser.showDialog(getScene().getWindow());
        return chosen == null ? null : chosen.toPath();
    }

    private static VBox panel(String title, String text, Button button) {
        Label words = new Label(text);
        words.setWrapText(true);
        words.getStyleClass().add("muted");
        return section(title, words, button);
    }

    private static VBox section(String title, Node... nodes) {
        VBox panel = new VBox(12, heading(title));
        panel.getStyleClass().add("panel");
        panel.getChildren().addAll(nodes);
        return panel;
    }

    private static Label heading(String title) {
        Label heading = new Label(title);
        heading.setWrapText(true);
        heading.getStyleClass().add("heading");
        return heading;
    }
}
