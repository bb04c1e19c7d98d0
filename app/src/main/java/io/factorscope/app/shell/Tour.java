package io.factorscope.app.shell;

import io.factorscope.app.compare.CompareViewModel;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.evaluate.ConceptChoice;
import io.factorscope.app.evaluate.EvaluateViewModel;
import io.factorscope.app.factors.MapViewModel;
import io.factorscope.app.factors.Shown;
import io.factorscope.app.figure.TreeFigure;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.start.FitForm;
import io.factorscope.app.steer.Texts;
import io.factorscope.app.task.FxSteps;
import io.factorscope.app.task.Lanes;
import io.factorscope.app.theme.Theme;
import io.factorscope.app.tree.TreeDrawing;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Progress;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.HtmlReport;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.DeviceChoice;
import io.factorscope.core.text.DatasetReader;
import io.factorscope.core.text.Example;

import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import javafx.stage.StageStyle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// The whole job without a display: fits an analysis, opens the shipped one, steers, saves,
/// reopens, and writes a picture of every screen in both themes and a report.
///
/// It drives the very window that people use, on JavaFX's own headless platform.
public final class Tour {
    private static final int SEEN_ITERATIONS = 12;

    private static final List<String> TOLD_APART = List.of("animals", "food", "weather");
    private static final int FEW = 10;

    private final Path out;
    private final Consumer<String> say;
    private final FxSteps fx;
    private final Lanes lanes = Lanes.onFxThread();
    private final ErrorCenter errors = new ErrorCenter(lanes::post, Clock.systemUTC());
    private final ModelHost models;
    private final Workbench workbench;
    private final Pictures pictures;

    /// A tour that writes into `out` and says each step to `say`.
    public Tour(
            Path out, DeviceChoice device, int threads, Consumer<String> say, JobContext context)
            throws FactorscopeException {
        this.out = out;
        this.say = say;
        this.fx = FxSteps.startHeadless(context);
        this.models = new ModelHost(device, threads);
        this.workbench = fx.call(() -> new Workbench(session(), lanes, errors));
        Stage stage = fx.call(this::show);
        this.pictures = new Pictures(out, fx, workbench, stage);
    }

    private Session session() {
        return new Session(models, Preferences.forgetful(), lanes, errors::report);
    }

    private Stage show() {
        Stage shown = new Stage(StageStyle.UNDECORATED);
        Scene scene = new Scene(workbench);
        workbench.install(scene, Theme.LIGHT);
        shown.setScene(scene);
        shown.setWidth(Pictures.FIRST[0]);
        shown.setHeight(Pictures.FIRST[1]);
        shown.show();
        return shown;
    }

    /// Runs every step; fails with the first failure that the window would show.
    public void run() throws FactorscopeException {
        try {
            await("the estimate", () -> !estimate().isEmpty());
            pictures.take("start");
            fit();
            openDemo();
            tree();
            steer();
            compare();
            keep();
            evaluate();
            settings();
            report();
            say.accept("done: " + out.resolve("report.html"));
        } finally {
            lanes.close();
        }
    }

    private String estimate() {
        return workbench.start().estimate().lineProperty().get();
    }

    private void fit() throws FactorscopeException {
        say.accept("fitting the embedded model on the shipped sentences");
        fx.run(() -> {
            FitForm form = workbench.start().form();
            form.rank.set("64");
            workbench.start().fit();
        });
        await("the fit to get under way", () -> underWay() || !running());
        pictures.take("fit");
        await("the fit to end", () -> !running());
        Analysis fitted = opened();
        say.accept(
                String.format(
                        Locale.ROOT,
                        "%d factors, relative loss %.3f after %d iterations",
                        fitted.factors().size(),
                        fitted.fit().manifest().relative(),
                        fitted.fit().history().size()));
    }

    private boolean underWay() {
        Progress progress = workbench.start().progressProperty().get();
        return progress.stage().startsWith("fitting") && progress.done() >= SEEN_ITERATIONS;
    }

    private boolean running() {
        return workbench.start().runningProperty().get();
    }

    private Analysis opened() throws FactorscopeException {
        return fx.call(() -> Objects.requireNonNull(workbench.session().analysis()));
    }

    private void openDemo() throws FactorscopeException {
        say.accept("opening the shipped analysis");
        fx.run(() -> workbench.start().openDemo());
        await("the shipped analysis", () -> !running());
        Analysis demo = opened();
        await("the table", () -> workbench.factors().rows().size() == demo.factors().size());
        choose(demo.factors().get(41));
        pictures.take("factors");
        ownText();
        map(demo);
        fx.run(() -> workbench.factors().shownProperty().set(Shown.LABELS));
        await("the labels", () -> workbench.factors().rows().size() == demo.labels().size());
        choose(demo.labels().get(0));
        pictures.take("label-concept");
    }

    private void ownText() throws FactorscopeException {
        fx.run(() ->
                workbench
                        .factors()
                        .text()
                        .textProperty()
                        .set(
                                "Her cheeks were red. She smiled at the little dog and gave it"
                                        + " bread."));
        await(
                "the text to be read",
                () -> !workbench.factors().text().focusProperty().get().strongest().isEmpty());
        pictures.take("own-text");
        fx.run(() -> workbench.factors().text().textProperty().set(""));
    }

    private void map(Analysis demo) throws FactorscopeException {
        fx.run(() -> {
            workbench.factors().map().methodProperty().set(MapViewModel.Method.NEIGHBOURS);
            workbench.factorsView().toggleMap();
        });
        await(
                "the map",
                () ->
                        workbench.factors().map().pointsProperty().get().size()
                                == demo.factors().size());
        pictures.take("map");
        fx.run(workbench.factorsView()::toggleMap);
    }

    private void choose(ConceptEntry entry) throws FactorscopeException {
        fx.run(() -> workbench.factors().goTo(entry.id()));
    }

    private void tree() throws FactorscopeException {
        say.accept("growing a tree");
        fx.run(() -> {
            workbench.places().showTree();
            workbench.tree().strictProperty().set(false);
            workbench.tree().ranksProperty().set("24, 8");
            workbench.tree().grow();
        });
        await("the tree", () -> !drawn().nodes().isEmpty());
        fx.run(this::expandLargest);
        await("a family", () -> workbench.tree().families().shownProperty().get() != null);
        pictures.take("tree");
    }

    private TreeFigure drawn() {
        return workbench.tree().drawing().drawnProperty().get().figure();
    }

    private void expandLargest() {
        TreeDrawing drawing = workbench.tree().drawing();
        drawn().nodes().stream()
                .map(placed -> placed.node().key())
                .max(
                        Comparator.comparingInt(key -> {
                            var node = drawing.drawnProperty().get().nodes().get(key);
                            return node == null ? 0 : workbench.tree().children(node).size();
                        }))
                .ifPresent(key -> {
                    drawing.selectedProperty().set(key);
                    drawing.toggle(key);
                });
    }

    private void steer() throws FactorscopeException {
        say.accept("steering");
        fx.run(workbench.places()::showSteer);
        awaitTexts();
        await("the calibration", () -> workbench.steering().calibratingProperty().get().isEmpty());
        pictures.take("steer");
        say.accept("baseline: " + texts().baseline().getFirst().replace('\n', ' '));
        say.accept("steered:  " + texts().steered().getFirst().replace('\n', ' '));
        String before = texts().steered().getFirst();
        fx.run(() -> workbench.steering().sliders().getFirst().valueProperty().set(-0.4));
        awaitTexts();
        if (texts().steered().getFirst().equals(before)) {
            throw new FactorscopeException(
                    "FS-TOUR-001", "A slider was moved and the text stayed the same.");
        }
        fx.run(() -> workbench.steering().sliders().getFirst().valueProperty().set(0.4));
        awaitTexts();
    }

    private void compare() throws FactorscopeException {
        say.accept("comparing methods");
        CompareViewModel compare = workbench.compare();
        fx.run(() -> {
            workbench.places().showCompare();
            compare.labelProperty().set("weather");
            compare.addShippedFeatures();
        });
        await(
                "the autoencoder's features",
                () -> compare.columns().stream().noneMatch(c -> c.candidates().isEmpty()));
        fx.run(compare::write);
        await(
                "the methods' texts",
                () ->
                        !compare.busyProperty().get()
                                && !compare.textsProperty().get().texts().getLast().isEmpty());
        pictures.take("compare");
    }

    private void awaitTexts() throws FactorscopeException {
        await(
                "the texts",
                () ->
                        !workbench.steering().writingProperty().get()
                                && !workbench.steering().textsProperty().get().steered().isEmpty());
    }

    private Texts texts() throws FactorscopeException {
        return fx.call(() -> workbench.steering().textsProperty().get());
    }

    private void keep() throws FactorscopeException {
        Path folder = out.resolve("analysis");
        say.accept("saving and reopening");
        fx.run(() -> workbench.start().save(folder));
        await("the save", () -> !running());
        fx.run(() -> workbench.start().open(folder));
        await("the analysis to open", () -> !running());
    }

    /// A very small experiment, for the look of its table; the numbers mean nothing.
    private void evaluate() throws FactorscopeException {
        say.accept("a very small experiment");
        EvaluateViewModel model = workbench.evaluate();
        fx.run(() -> workbench.places().evaluate(List.of("F8", "F31", "L:animals")));
        await(
                "the estimate of an experiment",
                () -> !model.fresh().estimate().lineProperty().get().isEmpty());
        pictures.take("evaluate-concepts");
        Path few = out.resolve("sentences.json");
        Json.write(few, sentences());
        fx.run(() -> {
            workbench.places().showEvaluate();
            model.newRun();
            model.fresh().concepts().whichProperty().set(ConceptChoice.Which.BEST);
            model.fresh().form().few(few);
            model.run();
        });
        await("the experiment", () -> ended(model));
        fx.run(() -> model.result().measureProperty().set("label shift"));
        await(
                "the concepts",
                () ->
                        model.result().rows().stream()
                                .anyMatch(row -> row.line().measure().equals("label shift")));
        fx.settle();
        fx.run(() -> {
            if (workbench.lookup("#scores") instanceof TableView<?> table) {
                table.getSelectionModel().selectFirst();
            }
        });
        await("its texts", () -> !model.result().behindProperty().get().groups().isEmpty());
        pictures.take("evaluate");
        Path experiments = workbench.session().preferences().experiments();
        try {
            AtomicFiles.deleteTree(experiments);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(experiments, e);
        }
    }

    private static boolean ended(EvaluateViewModel model) {
        return model.runningProperty().get() == null && !model.result().rows().isEmpty();
    }

    /// A few of the shipped sentences, of three labels.
    private static Map<String, List<String>> sentences() throws FactorscopeException {
        Map<String, List<String>> few = new LinkedHashMap<>();
        for (Example example : DatasetReader.read(Home.data("story_concepts.json")).examples()) {
            if (TOLD_APART.contains(example.label())) {
                List<String> own = few.computeIfAbsent(example.label(), key -> new ArrayList<>());
                if (own.size() < FEW) {
                    own.add(example.text());
                }
            }
        }
        return few;
    }

    private void settings() throws FactorscopeException {
        fx.run(workbench.places()::showSettings);
        await(
                "the size of the cache",
                () -> !workbench.settings().cache().lineProperty().get().isEmpty());
        pictures.take("settings");
    }

    private void report() throws FactorscopeException {
        Texts texts;
        fx.run(workbench.places()::showSteer);
        awaitTexts();
        texts = texts();
        HtmlReport.write(
                out.resolve("report.html"),
                opened(),
                fx.call(() -> workbench.session().state()),
                texts.baseline(),
                texts.steered());
    }

    private void await(String what, FxSteps.Condition condition) throws FactorscopeException {
        fx.await(what, () -> condition.holds() || !errors.entries().isEmpty());
        boolean failed = fx.call(() -> !errors.entries().isEmpty());
        if (failed) {
            String line = fx.call(() -> errors.entries().getFirst().message());
            String code = fx.call(() -> errors.entries().getFirst().code());
            throw new FactorscopeException(code, line);
        }
    }
}
