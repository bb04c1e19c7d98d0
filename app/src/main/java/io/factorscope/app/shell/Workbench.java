package io.factorscope.app.shell;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.ChipBar;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.MessageBar;
import io.factorscope.app.control.NavRail;
import io.factorscope.app.control.StatusBar;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.error.ErrorEntry;
import io.factorscope.app.factors.FactorsView;
import io.factorscope.app.factors.FactorsViewModel;
import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
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

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The window's content: bar, rail, place, status. The one place where screens are put together.
public final class Workbench extends BorderPane implements Navigator {
    private static final int START = 0;
    private static final int FACTORS = 1;
    private static final int TREE = 2;
    private static final int STEER = 3;

    private final Session session;
    private final ErrorCenter errors;
    private final StartViewModel start;
    private final FactorsViewModel factors;
    private final TreeViewModel tree;
    private final SteerViewModel steer;
    private final NavRail rail =
            new NavRail(
                    List.of(
                            new NavRail.Place("Start", Icon.START),
                            new NavRail.Place("Factors", Icon.FACTORS),
                            new NavRail.Place("Tree", Icon.TREE),
                            new NavRail.Place("Steer", Icon.STEER)),
                    0);
    private final ChipBar chips = new ChipBar();
    private final MessageBar message = new MessageBar();
    private final StatusBar status = new StatusBar();
    private final StackPane place = new StackPane();
    private Theme theme = Theme.LIGHT;

    /// All screens over one session.
    public Workbench(Session session, TaskExecutor executor, ErrorCenter errors) {
        this.session = session;
        this.errors = errors;
        start = new StartViewModel(session, executor, this, errors::report);
        factors = new FactorsViewModel(session, executor, this);
        tree = new TreeViewModel(session, executor, this, errors::report);
        steer = new SteerViewModel(session, executor, errors::report);
        getStyleClass().add("workbench");
        List<Node> places =
                List.of(
                        new StartView(start),
                        new FactorsView(factors),
                        new TreeView(tree),
                        new SteerView(steer));
        place.getChildren().setAll(places);
        setTop(new VBox(topBar(), message));
        setLeft(rail);
        setCenter(place);
        setBottom(status);
        rail.selectedProperty().subscribe(index -> show(index.intValue()));
        session.analysisProperty().subscribe(this::showChips);
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
                        Buttons.icon(Icon.THEME, "Light or dark  Ctrl+D", this::toggleTheme));
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
                        new ChipBar.Chip(manifest.model(), "The model"),
                        new ChipBar.Chip(manifest.spec().hook().name(), "Where factors are read"),
                        new ChipBar.Chip(manifest.data(), "The data set"),
                        new ChipBar.Chip(factors, "How many factors")));
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
            ErrorEntry newest = errors.entries().getFirst();
            message.error(newest.code(), newest.message());
        }
    }

    private void show(int index) {
        for (int i = 0; i < place.getChildren().size(); i++) {
            place.getChildren().get(i).setVisible(i == index);
        }
        if (index == STEER) {
            steer.shown();
        }
    }

    /// Dresses a scene and makes its shortcuts work.
    public void install(Scene scene, Theme first) {
        theme = first;
        theme.apply(scene);
        rail.installShortcuts(scene);
        scene.getAccelerators()
                .put(
                        new KeyCodeCombination(KeyCode.D, KeyCombination.SHORTCUT_DOWN),
                        this::toggleTheme);
    }

    private void toggleTheme() {
        setTheme(theme.toggled());
    }

    /// Light or dark.
    public void setTheme(Theme wanted) {
        theme = wanted;
        theme.apply(getScene());
    }

    /// The start screen's model, for the tour.
    public StartViewModel start() {
        return start;
    }

    /// The table's model, for the tour.
    public FactorsViewModel factors() {
        return factors;
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

    /// Shows the first screen.
    public void showStart() {
        rail.select(START);
    }

    @Override
    public void showFactors() {
        rail.select(FACTORS);
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

    /// What is open.
    public Session session() {
        return session;
    }
}
