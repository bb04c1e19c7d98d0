package io.factorscope.app.shell;

import io.factorscope.app.factors.FactorsView;
import io.factorscope.app.factors.FactorsViewModel;
import io.factorscope.app.start.StartViewModel;

import java.util.List;

/// All that the window can do from anywhere: for the palette, the shortcuts and their sheet.
final class Actions {
    /// The action that the palette itself leaves out.
    static final String FIND = "Find an action";

    private final Workbench bench;
    private final GuidedDemo demo;

    Actions(Workbench bench, GuidedDemo demo) {
        this.bench = bench;
        this.demo = demo;
    }

    List<Action> all() {
        Places places = bench.places();
        Notices notices = bench.notices();
        StartViewModel start = bench.start();
        FactorsViewModel factors = bench.factors();
        FactorsView factorsView = bench.factorsView();
        return List.of(
                new Action("Go to Start", "Shortcut+Digit1", () -> places.show(Place.START)),
                new Action("Go to Factors", "Shortcut+Digit2", () -> places.show(Place.FACTORS)),
                new Action("Go to Tree", "Shortcut+Digit3", places::showTree),
                new Action("Go to Steer", "Shortcut+Digit4", () -> places.show(Place.STEER)),
                new Action("Go to Settings", "Shortcut+Comma", () -> places.show(Place.SETTINGS)),
                new Action("Try the demo", null, start::openDemo),
                new Action("Show me around", null, demo::begin),
                new Action("Open a saved analysis…", "Shortcut+O", bench.startView()::chooseOpen),
                new Action("Save the analysis", "Shortcut+S", bench.startView()::save),
                new Action("Undo the last name, note, star or list", "Shortcut+Z", notices::undo),
                new Action("Do again what was undone", "Shortcut+Shift+Z", notices::redo),
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
                new Action("Grow the tree", null, bench.tree()::grow),
                new Action("Cancel the job", null, start::cancel),
                new Action("Pause the fit, or go on", null, start::pauseOrResume),
                new Action("Browse the running fit's factors", null, start::browseSoFar),
                new Action("Stop the fit, keep the best", null, start::stopAndKeepBest),
                new Action("Get a model…", null, bench.startView()::getModel),
                new Action("Switch light and dark", "Shortcut+D", bench.wardrobe()::toggle),
                new Action("Copy diagnostics", null, notices::copyDiagnostics),
                new Action(FIND, "Shortcut+K", bench::togglePalette),
                new Action("List the shortcuts", "F1", bench::toggleShortcuts));
    }

    private Runnable onFactors(Runnable action) {
        return () -> {
            bench.places().show(Place.FACTORS);
            action.run();
        };
    }
}
