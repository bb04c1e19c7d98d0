package io.factorscope.app.start;

import atlantafx.base.theme.Styles;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.Faithfulness;
import io.factorscope.core.project.Analysis;

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

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/// Left: the demo, a saved analysis, what is open. Right: a new analysis, and its fit as it runs.
public final class StartView extends ScrollPane {
    private static final double LEFT_LEAST = 232; // more where large text needs it

    private final StartViewModel model;
    private final ExchangeMenu exchange;

    /// A view of the model.
    public StartView(StartViewModel model) {
        this.model = model;
        this.exchange = new ExchangeMenu(model.exchange(), this);
        VBox left =
                new VBox(16, demo(), saved(), open()) {
                    @Override
                    protected double computeMinWidth(double height) {
                        return Math.max(LEFT_LEAST, super.computeMinWidth(height));
                    }
                };
        left.setPrefWidth(280);
        left.setMaxWidth(320);
        VBox right = new VBox(16, new FitPanel(model), newAnalysis());
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox page = new HBox(24, left, right);
        page.setPadding(new Insets(24));
        setContent(page);
        setFitToWidth(true);
        getStyleClass().add("edge-to-edge");
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

    /// Asks for a saved analysis and opens it.
    public void chooseOpen() {
        FileDialogs.folder(this, Words.of("start.open-a-saved-analysis"), model::open);
    }

    /// Asks for a `.factorscope` file and opens it.
    public void chooseOpenFile() {
        FileDialogs.open(
                this, Words.of("start.open-one-file"), List.of(ExchangeMenu.ENDING), model::open);
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
        FileDialogs.folder(this, Words.of("start.save-into-a-new-or"), model::save);
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

    static Label heading(String title) {
        Label heading = new Label(title);
        heading.setWrapText(true);
        heading.getStyleClass().add("heading");
        return heading;
    }
}
