package io.factorscope.app.shell;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.ChipBar;
import io.factorscope.app.control.CoachMark;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.MessageBar;
import io.factorscope.app.control.NavRail;
import io.factorscope.app.control.Palette;
import io.factorscope.app.control.ShortcutSheet;
import io.factorscope.app.control.StatusBar;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.error.ErrorEntry;
import io.factorscope.app.factors.FactorsView;
import io.factorscope.app.factors.FactorsViewModel;
import io.factorscope.app.session.Navigator;
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
import io.factorscope.core.job.Progress;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.steering.Slider;

import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
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

/// The window's content: bar, rail, place, status. The one place where screens are put together.
public final class Workbench extends BorderPane implements Navigator {
    private static final int START = 0;
    private static final int FACTORS = 1;
    private static final int TREE = 2;
    private static final int STEER = 3;
    private static final int SETTINGS = 4;

    private final Session session;
    private final ErrorCenter errors;
    private final StartViewModel start;
    private final FactorsViewModel factors;
    private final TreeViewModel tree;
    private final SteerViewModel steer;
    private final SettingsViewModel settings;
    private final StartView startView;
    private final FactorsView factorsView;
    private final Wardrobe wardrobe;
    private final List<Action> actions;
    private final NavRail rail =
            new NavRail(
                    List.of(
                            new NavRail.Place("Start", Icon.START),
                            new NavRail.Place("Factors", Icon.FACTORS),
                            new NavRail.Place("Tree", Icon.TREE),
                            new NavRail.Place("Steer", Icon.STEER),
                            new NavRail.Place("Settings", Icon.SETTINGS)),
                    1);
    private final ChipBar chips = new ChipBar();
    private final MessageBar message = new MessageBar();
    private final StatusBar status = new StatusBar();
    private final StackPane place = new StackPane();
    private final Palette palette = new Palette(this::paletteEntries);
    private final ShortcutSheet shortcuts = new ShortcutSheet();
    private final CoachMark coach = new CoachMark();
    private boolean offered;
    private boolean offering;
    private final GuidedDemo demo = new GuidedDemo(this, coach);

    /// All screens over one session.
    public Workbench(Session session, TaskExecutor executor, ErrorCenter errors) {
        this.session = session;
        this.errors = errors;
        start = new StartViewModel(session, executor, this, errors::report);
        factors = new FactorsViewModel(session, executor, this, errors::report);
        tree = new TreeViewModel(session, executor, this, errors::report);
        steer = new SteerViewModel(session, executor, errors::report);
        settings =
                new SettingsViewModel(
                        session, executor, Gpu.Source.ofThisMachine(), errors::report);
        wardrobe = new Wardrobe(session.preferences().settings());
        startView = new StartView(start);
        factorsView = new FactorsView(factors);
        actions = actions();
        getStyleClass().add("workbench");
        place.getChildren()
                .setAll(
                        startView,
                        factorsView,
                        new TreeView(tree),
                        new SteerView(steer),
                        new SettingsView(settings, this::copyDiagnostics));
        StackPane.setAlignment(palette, Pos.TOP_CENTER);
        setTop(new VBox(topBar(), message));
        setLeft(rail);
        StackPane.setAlignment(coach, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(coach, new Insets(24));
        setCenter(new StackPane(place, palette, shortcuts, coach));
        setBottom(status);
        rail.selectedProperty().subscribe(index -> show(index.intValue()));
        session.analysisProperty().subscribe(this::showChips);
        session.readOnlyProperty().subscribe(this::sayReadOnly);
        connectStatus();
        errors.entries().addListener((ListChangeListener<ErrorEntry>) change -> showErrors());
    }

    private Node topBar() {
        Label name = new Label("Factorscope");
        name.getStyleClass().add("heading");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox bar =
                new HBox(
                        16,
                        name,
                        chips,
                        gap,
                        Buttons.icon(Icon.SEARCH, "Find an action  Ctrl+K", palette::toggle),
                        Buttons.icon(Icon.THEME, "Light or dark  Ctrl+D", wardrobe::toggle));
        bar.getStyleClass().addAll("row", "top-bar");
        return bar;
    }

    /// Who opens the shipped analysis for the first time may want to be shown around.
    private void offerDemo() {
        boolean shipped =
                session.analysis() != null
                        && session.folderProperty().get() == null
                        && !session.unsavedProperty().get();
        if (shipped && !offered && !coach.isVisible()) {
            offered = true;
            offering = true;
            message.info("This is the demo: a small story model, already fitted.");
            message.offer("Show me around", demo::begin);
        }
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
                        new ChipBar.Chip(manifest.model(), "The model"),
                        new ChipBar.Chip(manifest.spec().hook().name(), "Where factors are read"),
                        new ChipBar.Chip(manifest.data(), "The data set"),
                        new ChipBar.Chip(factors, "How many factors")));
    }

    private void sayReadOnly(boolean readOnly) {
        if (readOnly) {
            message.info(
                    "This analysis is open in another window, so changes made here are not kept."
                            + " Save it into another folder to keep them.");
        }
    }

    private void undo() {
        String what = session.undoTextProperty().get();
        session.undo();
        message.info(what.isEmpty() ? "Nothing to undo." : "Undone: " + what + ".");
    }

    private void redo() {
        String what = session.redoTextProperty().get();
        session.redo();
        message.info(what.isEmpty() ? "Nothing to do again." : "Done again: " + what + ".");
    }

    private void connectStatus() {
        status.setOnCancel(start::cancel);
        status.setOnStop(start::stopAndKeepBest);
        status.setOnErrors(this::showErrors);
        start.runningProperty().subscribe(running -> showJob());
        start.progressProperty().subscribe(progress -> showJob());
    }

    private void showJob() {
        if (start.runningProperty().get()) {
            Progress progress = start.progressProperty().get();
            String text = progress.stage().isEmpty() ? "Working" : progress.describe();
            status.showJob(text, progress.fraction(), progress.stage().startsWith("fitting"));
        } else {
            status.clearJob();
        }
    }

    /// Says in the status bar where the model runs and how much memory is used.
    public void refreshStatus() {
        status.setDevice(session.models().device());
        Runtime runtime = Runtime.getRuntime();
        long megabytes = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
        status.setMemory(megabytes + " MB");
    }

    private void showErrors() {
        status.setErrors(errors.entries().size());
        if (!errors.entries().isEmpty()) {
            offering = false;
            ErrorEntry newest = errors.entries().getFirst();
            message.error(newest.code(), newest.message());
            message.offer("Copy diagnostics", this::copyDiagnostics);
        }
    }

    private void show(int index) {
        for (int i = 0; i < place.getChildren().size(); i++) {
            place.getChildren().get(i).setVisible(i == index);
        }
        if (offering && index != FACTORS) {
            offering = false;
            message.hide();
        }
        if (index == STEER) {
            steer.shown();
        } else if (index == SETTINGS) {
            settings.refresh();
        }
    }

    private List<Action> actions() {
        return List.of(
                new Action("Go to Start", "Shortcut+Digit1", () -> rail.select(START)),
                new Action("Go to Factors", "Shortcut+Digit2", () -> rail.select(FACTORS)),
                new Action("Go to Tree", "Shortcut+Digit3", this::showTree),
                new Action("Go to Steer", "Shortcut+Digit4", () -> rail.select(STEER)),
                new Action("Go to Settings", "Shortcut+Comma", () -> rail.select(SETTINGS)),
                new Action("Try the demo", null, start::openDemo),
                new Action("Show me around", null, demo::begin),
                new Action("Open a saved analysis…", "Shortcut+O", startView::chooseOpen),
                new Action("Save the analysis", "Shortcut+S", startView::save),
                new Action("Undo the last name, note, star or list", "Shortcut+Z", this::undo),
                new Action("Do again what was undone", "Shortcut+Shift+Z", this::redo),
                new Action(
                        "Filter the concepts", "Shortcut+F", onFactors(factorsView::focusFilter)),
                new Action("Try your own text", "Shortcut+T", onFactors(factorsView::focusText)),
                new Action(
                        "Show the map or the table",
                        "Shortcut+M",
                        onFactors(factorsView::toggleMap)),
                new Action("Name the concept", "F2", onFactors(factorsView::focusName)),
                new Action("Write a note on the concept", null, onFactors(factorsView::focusNote)),
                new Action("Star the chosen concepts", "Shortcut+B", factors.lists()::star),
                new Action(
                        "Steer with the chosen concepts", "Shortcut+Enter", factors::steerChosen),
                new Action("Fit what the form says", null, start::fit),
                new Action("Grow the tree", null, tree::grow),
                new Action("Cancel the job", null, start::cancel),
                new Action("Pause the fit, or go on", null, start::pauseOrResume),
                new Action("Browse the running fit's factors", null, start::browseSoFar),
                new Action("Stop the fit, keep the best", null, start::stopAndKeepBest),
                new Action("Get a model…", null, startView::getModel),
                new Action("Switch light and dark", "Shortcut+D", wardrobe::toggle),
                new Action("Copy diagnostics", null, this::copyDiagnostics),
                new Action("Find an action", "Shortcut+K", palette::toggle),
                new Action("List the shortcuts", "F1", this::toggleShortcuts));
    }

    private Runnable onFactors(Runnable action) {
        return () -> {
            rail.select(FACTORS);
            action.run();
        };
    }

    private List<Palette.Entry> paletteEntries() {
        return Action.entries(
                actions.stream()
                        .filter(action -> !action.name().equals("Find an action"))
                        .toList());
    }

    private void toggleShortcuts() {
        shortcuts.toggle(Action.entries(actions));
    }

    private void copyDiagnostics() {
        ClipboardContent content = new ClipboardContent();
        content.putString(
                Diagnostics.text(
                        session.preferences().settings().get(),
                        session.models().device(),
                        errors.entries()));
        Clipboard.getSystemClipboard().setContent(content);
        message.info("Diagnostics copied.");
    }

    /// Dresses a scene and makes its shortcuts and its drops work.
    public void install(Scene scene, Theme first) {
        wardrobe.install(scene, first);
        rail.installShortcuts(scene);
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
            if (!files.isEmpty()) {
                start.drop(files.getFirst().toPath());
            }
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
        return start.runningProperty().get() || settings.gpu().runningProperty().get();
    }

    /// The index of the place that is shown.
    int placeIndex() {
        return rail.selectedProperty().get();
    }

    /// Shows a place by its index; nothing happens where there is none.
    void showPlace(int index) {
        if (index >= START && index <= SETTINGS) {
            rail.select(index);
        }
    }

    /// The settings' model, for the tour.
    public SettingsViewModel settings() {
        return settings;
    }

    /// Shows the settings.
    public void showSettings() {
        rail.select(SETTINGS);
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

    /// Shows the tree.
    public void showTree() {
        rail.select(TREE);
    }

    /// The sliders' model, for the tour.
    public SteerViewModel steering() {
        return steer;
    }

    @Override
    public void showStart() {
        rail.select(START);
    }

    @Override
    public void showFactors() {
        rail.select(FACTORS);
        offerDemo();
    }

    @Override
    public void showSteer() {
        rail.select(STEER);
    }

    @Override
    public void steer(String concept) {
        steer.add(concept);
        rail.select(STEER);
    }

    @Override
    public void steerAtRest(String concept) {
        steer.addAtRest(concept);
    }

    @Override
    public void steerGroup(String name, List<String> concepts) {
        steerParts(name, concepts.stream().map(id -> new Slider.Part(id, 1, List.of())).toList());
    }

    @Override
    public void steerParts(String name, List<Slider.Part> parts) {
        steer.addGroup(name, parts);
        rail.select(STEER);
    }

    /// What is open.
    public Session session() {
        return session;
    }
}
