package io.factorscope.app.shell;

import io.factorscope.app.factors.FactorsView;
import io.factorscope.app.factors.FactorsViewModel;
import io.factorscope.app.start.ExchangeMenu;
import io.factorscope.app.start.StartView;
import io.factorscope.app.start.StartViewModel;
import io.factorscope.app.words.Words;

import java.util.List;
import java.util.stream.Stream;

/// All that the window can do from anywhere: for the palette, the shortcuts and their sheet.
final class Actions {
    /// The action that the palette itself leaves out.
    static final String FIND = Words.of("shell.find-an-action");

    private final Workbench bench;
    private final GuidedDemo demo;

    Actions(Workbench bench, GuidedDemo demo) {
        this.bench = bench;
        this.demo = demo;
    }

    List<Action> all() {
        return Stream.of(places(), files(), concepts(), jobs(), window())
                .flatMap(List::stream)
                .toList();
    }

    private List<Action> places() {
        Places places = bench.places();
        return List.of(
                new Action(
                        Words.of("shell.go-to-start"),
                        "Shortcut+Digit1",
                        () -> places.show(Place.START)),
                new Action(
                        Words.of("shell.go-to-factors"),
                        "Shortcut+Digit2",
                        () -> places.show(Place.FACTORS)),
                new Action(Words.of("shell.go-to-tree"), "Shortcut+Digit3", places::showTree),
                new Action(
                        Words.of("shell.go-to-steer"),
                        "Shortcut+Digit4",
                        () -> places.show(Place.STEER)),
                new Action(
                        Words.of("shell.go-to-compare"),
                        "Shortcut+Digit5",
                        () -> places.show(Place.COMPARE)),
                new Action(
                        Words.of("shell.go-to-evaluate"), "Shortcut+Digit6", places::showEvaluate),
                new Action(
                        Words.of("shell.go-to-settings"),
                        "Shortcut+Comma",
                        () -> places.show(Place.SETTINGS)));
    }

    private List<Action> files() {
        StartView view = bench.startView();
        ExchangeMenu exchange = view.exchange();
        return List.of(
                new Action(Words.of("shell.try-the-demo"), null, bench.start()::openDemo),
                new Action(Words.of("shell.show-me-around"), null, demo::begin),
                new Action(Words.of("shell.open-a-saved-analysis"), "Shortcut+O", view::chooseOpen),
                new Action(Words.of("start.open-one-file"), null, view::chooseOpenFile),
                new Action(Words.of("start.save-as-one-file"), null, exchange::pack),
                new Action(Words.of("start.write-a-report"), null, exchange::report),
                new Action(Words.of("start.export-all-factors"), null, exchange::factors),
                new Action(Words.of("start.export-the-direction"), null, bench::exportDirection),
                new Action(Words.of("start.import-names"), null, exchange::labels),
                new Action(Words.of("start.import-a-direction"), null, exchange::given),
                new Action(Words.of("shell.save-the-analysis"), "Shortcut+S", view::save));
    }

    private List<Action> concepts() {
        Notices notices = bench.notices();
        FactorsViewModel factors = bench.factors();
        FactorsView factorsView = bench.factorsView();
        return List.of(
                new Action(Words.of("shell.undo-the-last-name-note"), "Shortcut+Z", notices::undo),
                new Action(
                        Words.of("shell.do-again-what-was-undone"),
                        "Shortcut+Shift+Z",
                        notices::redo),
                new Action(
                        Words.of("shell.filter-the-concepts"),
                        "Shortcut+F",
                        onFactors(factorsView::focusFilter)),
                new Action(
                        Words.of("shell.try-your-own-text"),
                        "Shortcut+T",
                        onFactors(factorsView::focusText)),
                new Action(
                        Words.of("shell.show-the-map-or-the"),
                        "Shortcut+M",
                        onFactors(factorsView::toggleMap)),
                new Action(
                        Words.of("shell.name-the-concept"),
                        "F2",
                        onFactors(factorsView::focusName)),
                new Action(
                        Words.of("shell.write-a-note-on-the"),
                        null,
                        onFactors(factorsView::focusNote)),
                new Action(
                        Words.of("shell.star-the-chosen-concepts"),
                        "Shortcut+B",
                        factors.lists()::star),
                new Action(
                        Words.of("shell.steer-with-the-chosen-concepts"),
                        "Shortcut+Enter",
                        factors::steerChosen),
                new Action(Words.of("shell.measure-how-the-chosen"), null, factors::measureChosen),
                new Action(Words.of("shell.evaluate-the-chosen"), null, factors::evaluateChosen));
    }

    private List<Action> jobs() {
        StartViewModel start = bench.start();
        return List.of(
                new Action(Words.of("shell.fit-what-the-form-says"), null, start::fit),
                new Action(Words.of("shell.grow-the-tree"), null, bench.tree()::grow),
                new Action(Words.of("shell.cancel-the-job"), null, start::cancel),
                new Action(Words.of("shell.pause-the-fit-or-go"), null, start::pauseOrResume),
                new Action(
                        Words.of("shell.browse-the-running-fits-factors"),
                        null,
                        start::browseSoFar),
                new Action(Words.of("shell.stop-the-fit-keep-the"), null, start::stopAndKeepBest),
                new Action(Words.of("shell.new-experiment"), null, this::newExperiment),
                new Action(Words.of("shell.cancel-the-experiment"), null, bench.evaluate()::cancel),
                new Action(Words.of("shell.get-a-model"), null, bench.startView()::getModel));
    }

    private List<Action> window() {
        Notices notices = bench.notices();
        return List.of(
                new Action(
                        Words.of("shell.switch-light-and-dark"),
                        "Shortcut+D",
                        bench.wardrobe()::toggle),
                new Action(Words.of("shell.show-the-errors"), "Shortcut+E", bench::toggleErrors),
                new Action(Words.of("shell.copy-diagnostics"), null, notices::copyDiagnostics),
                new Action(Words.of("settings.save-a-report"), null, bench::saveReport),
                new Action(FIND, "Shortcut+K", bench::togglePalette),
                new Action(Words.of("shell.list-the-shortcuts"), "F1", bench::toggleShortcuts));
    }

    private void newExperiment() {
        bench.places().showEvaluate();
        bench.evaluate().newRun();
    }

    private Runnable onFactors(Runnable action) {
        return () -> {
            bench.places().show(Place.FACTORS);
            action.run();
        };
    }
}
