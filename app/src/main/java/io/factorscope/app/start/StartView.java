package io.factorscope.app.start;

import atlantafx.base.theme.Styles;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.LossChart;
import io.factorscope.app.control.Tips;
import io.factorscope.core.concept.Faithfulness;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.job.Progress;
import io.factorscope.core.project.Analysis;

import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Left: the demo, a saved analysis, what is open. Right: a new analysis, and its fit as it runs.
public final class StartView extends ScrollPane {
    private final StartViewModel model;
    private final LossChart chart = new LossChart();
    private final VBox fitPanel = new VBox();
    private final Label details = new Label();
    private double lastLoss = Double.NaN;

    /// A view of the model.
    public StartView(StartViewModel model) {
        this.model = model;
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
        Button open = Buttons.text("Try the demo", model::openDemo);
        open.setId("open-demo");
        open.getStyleClass().add("accent");
        open.disableProperty().bind(model.runningProperty());
        return panel(
                "See what a model has learned",
                "Eighty factors of a small language model that writes children's stories, already"
                        + " fitted. Browse them, then push the stories with sliders.",
                open);
    }

    private Node saved() {
        Button open = Buttons.text("Open an analysis…", this::chooseOpen);
        open.setId("open-saved");
        open.disableProperty().bind(model.runningProperty());
        RecentView recent = new RecentView(model.recent(), model::open, model.runningProperty());
        Label words = new Label("A folder that was written by Save or by the analyze command.");
        words.setWrapText(true);
        words.getStyleClass().add("muted");
        words.visibleProperty().bind(recent.visibleProperty().not());
        words.managedProperty().bind(words.visibleProperty());
        UnfinishedView unfinished = new UnfinishedView(model.fitting(), model.runningProperty());
        return section("Continue", unfinished, recent, words, open);
    }

    private Node open() {
        Label what = new Label();
        what.setWrapText(true);
        what.getStyleClass().add("muted");
        Button save = Buttons.text("Save", this::save);
        save.setId("save");
        Button saveAs = Buttons.text("Save as…", this::chooseSave);
        saveAs.setId("save-as");
        save.disableProperty()
                .bind(
                        Bindings.or(
                                model.runningProperty(), model.session().unsavedProperty().not()));
        saveAs.disableProperty().bind(model.runningProperty());
        HBox buttons = new HBox(8, save, saveAs);
        VBox panel = section("Open now", what, buttons);
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
        return String.format(
                Locale.ROOT,
                "%d factors of %s on %s, %d tokens; the factors explain %.0f %% of the"
                        + " activations; %d label concepts.%s%s",
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
        return mean == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        " Other seeds find the factors again with a mean cosine of %.2f.",
                        mean);
    }

    private static String faithfulness(@Nullable Faithfulness whole) {
        return whole == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        " With the layer replaced by what the factors say of it, the model"
                                + " predicts %.2f nats a token worse (at zero: %.2f).",
                        whole.reconstruction() - whole.baseline(),
                        whole.zero() - whole.baseline());
    }

    private Node newAnalysis() {
        Button fit = Buttons.text("Fit", model::fit);
        fit.setId("fit");
        fit.getStyleClass().add("accent");
        fit.setDefaultButton(true);
        fit.disableProperty().bind(model.runningProperty());
        Button cancel = Buttons.text("Cancel", model::cancel);
        cancel.setId("cancel");
        cancel.disableProperty().bind(model.runningProperty().not());
        Label estimate = new Label();
        estimate.setId("estimate");
        estimate.getStyleClass().addAll("small", "muted");
        estimate.setWrapText(true);
        estimate.textProperty().bind(model.estimate().lineProperty());
        Tips.install(estimate, "Roughly; worked out from the sizes and the speed of this machine");
        model.estimate().follow();
        fit.setMinWidth(USE_PREF_SIZE);
        cancel.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(estimate, Priority.ALWAYS);
        HBox buttons = new HBox(8, fit, cancel, estimate);
        buttons.getStyleClass().add("row");
        TitledPane sweep =
                new TitledPane("Sweep: many fits at once", new SweepView(model.sweep(), model));
        sweep.setExpanded(false);
        sweep.setAnimated(false);
        sweep.setId("sweep-pane");
        sweep.getStyleClass().add(Styles.DENSE);
        return section("New analysis", new FitFormView(model, this::getModel), buttons, sweep);
    }

    /// Opens the form for getting a model.
    public void getModel() {
        if (!model.mayGetModels()) {
            return;
        }
        GetModelViewModel getting = model.getModel();
        Dialog<Void> dialog = new Dialog<>();
        dialog.setTitle("Get a model");
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
        Button stop = Buttons.text("Stop, keep best", model::stopAndKeepBest);
        stop.setId("stop");
        stop.disableProperty().bind(model.runningProperty().not());
        Button pause = Buttons.text("Pause", model::pauseOrResume);
        pause.setId("pause");
        pause.textProperty().bind(model.pausedProperty().map(waits -> waits ? "Go on" : "Pause"));
        pause.disableProperty().bind(model.runningProperty().not());
        Button browse = Buttons.text("Browse so far", model::browseSoFar);
        browse.setId("browse-so-far");
        browse.disableProperty().bind(model.runningProperty().not());
        Tips.install(browse, "Open the factors as they are now; the fit goes on");
        HBox line = new HBox(8, pause, stop, browse);
        line.getStyleClass().add("row");
        chart.setPrefHeight(220);
        fitPanel.getStyleClass().add("panel");
        Label rise =
                new Label(
                        "The loss rises once, when each token starts to keep only its strongest"
                                + " factors.");
        rise.getStyleClass().addAll("small", "muted");
        rise.setWrapText(true);
        rise.visibleProperty().bind(model.form().factorsPerToken.isNotEqualTo("0"));
        rise.managedProperty().bind(rise.visibleProperty());
        details.setId("fit-details");
        details.getStyleClass().addAll("small", "muted");
        details.setWrapText(true);
        fitPanel.getChildren().addAll(heading("Fit"), progress, details, line, chart, rise);
        fitPanel.setVisible(false);
        fitPanel.setManaged(false);
        return fitPanel;
    }

    private String progressText(Progress progress) {
        boolean loss = !Double.isNaN(lastLoss) && progress.stage().startsWith("fitting");
        return progress.describe()
                + (loss ? String.format(Locale.ROOT, " · loss %.3f", lastLoss) : "");
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
        return String.format(
                Locale.ROOT,
                "explains %.1f %% · %s · %s · %.1f iterations a second · at most %.0f s left",
                100 * iteration.explained(),
                count(iteration.dead(), "dead factor"),
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
        Path folder = choose("Open a saved analysis");
        if (folder != null) {
            model.open(folder);
        }
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
        Path folder = choose("Save into a new or empty folder");
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
