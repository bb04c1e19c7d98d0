package io.factorscope.app.shell;

import io.factorscope.app.compare.CompareView;
import io.factorscope.app.compare.CompareViewModel;
import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.ChipBar;
import io.factorscope.app.control.CoachMark;
import io.factorscope.app.control.DemoEvent;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.Palette;
import io.factorscope.app.control.ShortcutSheet;
import io.factorscope.app.control.StatusBar;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.error.ErrorEntry;
import io.factorscope.app.evaluate.EvaluateView;
import io.factorscope.app.evaluate.EvaluateViewModel;
import io.factorscope.app.factors.FactorsView;
import io.factorscope.app.factors.FactorsViewModel;
import io.factorscope.app.session.Session;
import io.factorscope.app.settings.Gpu;
import io.factorscope.app.settings.SettingsView;
import io.factorscope.app.settings.SettingsViewModel;
import io.factorscope.app.start.StartView;
import io.factorscope.app.start.StartViewModel;
import io.factorscope.app.steer.SteerView;
import io.factorscope.app.steer.SteerViewModel;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.theme.Theme;
import io.factorscope.app.tree.TreeView;
import io.factorscope.app.tree.TreeViewModel;
import io.factorscope.app.words.Words;
import io.factorscope.core.project.Analysis;

import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.util.List;
import java.util.Objects;

/// The window's content: bar, rail, place, status. The one place where screens are put together.
public final class Workbench extends BorderPane {
    private final Places places = new Places();
    private final Session session;
    private final Notices notices;
    private final StartViewModel start;
    private final FactorsViewModel factors;
    private final TreeViewModel tree;
    private final SteerViewModel steer;
    private final CompareViewModel compare;
    private final EvaluateViewModel evaluate;
    private final SettingsViewModel settings;
    private final StartView startView;
    private final FactorsView factorsView;
    private final Wardrobe wardrobe;
    private final List<Action> actions;
    private final ChipBar chips = new ChipBar();
    private final StatusBar status = new StatusBar();
    private final JobStatus jobs = new JobStatus(status);
    private final Palette palette = new Palette(this::paletteEntries);
    private final ShortcutSheet shortcuts = new ShortcutSheet();
    private final ErrorList errorList;
    private final CoachMark coach = new CoachMark();
    private final GuidedDemo demo = new GuidedDemo(this, coach);

    /// All screens over one session.
    public Workbench(Session session, TaskExecutor executor, ErrorCenter errors) {
        this.session = session;
        this.notices = new Notices(session, errors);
        this.errorList = new ErrorList(errors);
        start = new StartViewModel(session, executor, places, errors::report);
        factors = new FactorsViewModel(session, executor, places, errors::report);
        tree = new TreeViewModel(session, executor, places, errors::report);
        steer = new SteerViewModel(session, executor, errors::report);
        compare = new CompareViewModel(session, executor, places, errors::report);
        evaluate = new EvaluateViewModel(session, executor, places, errors::report);
        settings =
                new SettingsViewModel(
                        session, executor, Gpu.Source.ofThisMachine(), errors::report);
        wardrobe = new Wardrobe(session.preferences().settings());
        startView = new StartView(start);
        factorsView = new FactorsView(factors);
        factorsView.alsoExport(Words.of("start.export-the-direction"), this::exportDirection);
        factorsView.alsoExport(Words.of("start.export-all-factors"), startView.exchange()::factors);
        start.exchange().saidProperty().subscribe(this::sayWhatWasExchanged);
        actions = new Actions(this, demo).all();
        getStyleClass().add("workbench");
        places.fill(
                List.of(
                        startView,
                        factorsView,
                        new TreeView(tree),
                        new SteerView(steer),
                        new CompareView(compare),
                        new EvaluateView(evaluate),
                        new SettingsView(settings, notices::copyDiagnostics, this::saveReport)),
                steer,
                this::shown);
        StackPane.setAlignment(palette, Pos.TOP_CENTER);
        setTop(new VBox(topBar(), notices.bar()));
        places.setOnConcept(factors::goTo);
        places.setOnEvaluate(evaluate::newRunOf);
        setLeft(places.rail());
        StackPane.setAlignment(coach, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(coach, new Insets(24));
        StackPane.setAlignment(errorList, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(errorList, new Insets(8));
        setCenter(new StackPane(places.stack(), palette, shortcuts, coach, errorList));
        setBottom(status);
        session.analysisProperty().subscribe(this::showChips);
        connectStatus(errors);
        new FigureSaver(executor, notices, errors).serve(this);
        addEventHandler(DemoEvent.WANTED, event -> openDemoHere());
    }

    /// Fills the place that is seen.
    private void openDemoHere() {
        Place here = places.shown();
        start.openDemo(() -> places.showNew(here));
    }

    /// Asks where, and writes a report of errors that tells nothing of the person.
    void saveReport() {
        FileDialogs.save(
                this,
                Words.of("settings.save-a-report"),
                "factorscope-report.txt",
                List.of("txt"),
                file -> start.exchange().text(notices.report(), file));
    }

    void exportDirection() {
        startView.exchange().direction(factors.selectedProperty().get());
    }

    private void sayWhatWasExchanged(String line) {
        if (!line.isEmpty()) {
            notices.say(line);
        }
    }

    private void shown(Place place) {
        notices.left(place);
        compare.setShown(place == Place.COMPARE);
        switch (place) {
            case FACTORS -> {
                if (!coach.isVisible()) {
                    notices.offerTour(demo::begin);
                }
            }
            case STEER -> steer.shown();
            case EVALUATE -> evaluate.shown();
            case SETTINGS -> settings.refresh();
            case START, TREE, COMPARE -> {}
        }
    }

    private Node topBar() {
        Label name = new Label(Words.of("shell.factorscope"));
        name.getStyleClass().add("heading");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox bar =
                new HBox(
                        16,
                        name,
                        chips,
                        gap,
                        Buttons.icon(Icon.SEARCH, Actions.FIND + "  Ctrl+K", palette::toggle),
                        Buttons.icon(
                                Icon.THEME,
                                Words.of("shell.light-or-dark-ctrl-d"),
                                wardrobe::toggle));
        bar.getStyleClass().addAll("row", "top-bar");
        return bar;
    }

    private void showChips(@Nullable Analysis analysis) {
        if (analysis == null) {
            chips.setChips(List.of());
            return;
        }
        Analysis.Manifest manifest = analysis.manifest();
        boolean soFar = session.soFarProperty().get();
        String factors = "K = " + analysis.factors().size() + (soFar ? ", still fitting" : "");
        chips.setChips(
                List.of(
                        new ChipBar.Chip(manifest.model(), Words.of("shell.the-model")),
                        new ChipBar.Chip(
                                manifest.spec().hook().name(),
                                Words.of("shell.where-factors-are-read")),
                        new ChipBar.Chip(manifest.data(), Words.of("shell.the-data-set")),
                        new ChipBar.Chip(factors, Words.of("shell.how-many-factors"))));
    }

    private void connectStatus(ErrorCenter errors) {
        status.setOnStop(start::stopAndKeepBest);
        status.setOnErrors(errorList::toggle);
        errors.entries()
                .addListener(
                        (ListChangeListener<ErrorEntry>)
                                change -> status.setErrors(errors.entries().size()));
        jobs.watch(start.runningProperty(), start.progressProperty(), start::cancel);
        jobs.watch(tree.growingProperty(), tree.progressProperty(), tree::cancel);
        jobs.watch(
                factors.measuring().runningProperty(),
                factors.measuring().progressProperty(),
                factors.measuring()::cancel);
        jobs.watch(
                evaluate.runningProperty().map(Objects::nonNull).orElse(false),
                evaluate.progressProperty(),
                evaluate::cancel);
        jobs.watch(compare.importingProperty(), compare.progressProperty(), compare::cancel);
    }

    /// Says in the status bar where the model runs and how much memory is used.
    public void refreshStatus() {
        status.setDevice(session.models().device());
        Runtime runtime = Runtime.getRuntime();
        long megabytes = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
        status.setMemory(megabytes + " MB");
    }

    private List<Palette.Entry> paletteEntries() {
        return Action.entries(
                actions.stream().filter(action -> !action.name().equals(Actions.FIND)).toList());
    }

    void toggleShortcuts() {
        shortcuts.toggle(Action.entries(actions));
    }

    /// Dresses a scene and makes its shortcuts and its drops work.
    public void install(Scene scene, Theme first) {
        wardrobe.install(scene, first);
        places.rail().installShortcuts(scene);
        actions.forEach(action -> action.install(scene));
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        scene.addEventFilter(KeyEvent.KEY_TYPED, this::onTyped);
        scene.setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
        });
        scene.setOnDragDropped(event -> {
            List<File> files = event.getDragboard().getFiles();
            start.drop(files.stream().map(File::toPath).toList());
            event.setDropCompleted(!files.isEmpty());
        });
    }

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && shortcuts.isVisible()) {
            shortcuts.close();
            event.consume();
        }
    }

    private void onTyped(KeyEvent event) {
        boolean inText = getScene().getFocusOwner() instanceof TextInputControl;
        if (event.getCharacter().equals("?") && !inText) {
            toggleShortcuts();
            event.consume();
        }
    }

    /// Light or dark, for now.
    public void setTheme(Theme wanted) {
        wardrobe.wear(wanted);
    }

    /// Whether something runs that closing the window would stop.
    boolean isBusy() {
        return jobs.isRunning() || settings.gpu().runningProperty().get();
    }

    /// The settings' model, for the tour.
    public SettingsViewModel settings() {
        return settings;
    }

    /// The comparison's model, for the tour.
    public CompareViewModel compare() {
        return compare;
    }

    /// The start screen's model, for the tour.
    public StartViewModel start() {
        return start;
    }

    /// The table's model, for the tour.
    public FactorsViewModel factors() {
        return factors;
    }

    /// The Factors screen, for the tour.
    public FactorsView factorsView() {
        return factorsView;
    }

    /// The tree's model, for the tour.
    public TreeViewModel tree() {
        return tree;
    }

    /// The sliders' model, for the tour.
    public SteerViewModel steering() {
        return steer;
    }

    /// The experiments' model, for the tour.
    public EvaluateViewModel evaluate() {
        return evaluate;
    }

    /// Where the window's places are, and how to get to them.
    public Places places() {
        return places;
    }

    /// Who says things at the top.
    Notices notices() {
        return notices;
    }

    Wardrobe wardrobe() {
        return wardrobe;
    }

    StartView startView() {
        return startView;
    }

    void toggleErrors() {
        errorList.toggle();
    }

    void togglePalette() {
        palette.toggle();
    }

    /// What is open.
    public Session session() {
        return session;
    }
}
