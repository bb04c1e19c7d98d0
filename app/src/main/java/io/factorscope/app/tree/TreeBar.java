package io.factorscope.app.tree;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.app.figure.TreeExport;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.job.Progress;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.stage.FileChooser;

import java.io.File;
import java.util.List;
import java.util.Locale;

/// What can be done with the tree: grow it, choose what of it is shown, search, export, steer.
final class TreeBar extends FlowPane {
    private final TreeViewModel model;
    private final TreeDrawing drawing;

    TreeBar(TreeViewModel model, TreeCanvas canvas) {
        super(12, 8);
        this.model = model;
        this.drawing = model.drawing();
        getStyleClass().add("row");
        Button expand = Buttons.text("Expand all", drawing::expandAll);
        expand.setId("expand-all");
        Button fit = Buttons.text("Fit", canvas::fit);
        Tips.install(fit, "Show the whole drawing (0); scroll or + and - zoom, drag moves");
        Button focus = Buttons.text("Focus", drawing::focus);
        focus.setId("focus");
        Tips.install(focus, "Leave open only the path to the chosen concept");
        getChildren()
                .addAll(
                        form(),
                        strict(),
                        share(),
                        search(),
                        expand,
                        Buttons.text("Collapse", drawing::collapseAll),
                        focus,
                        fit,
                        steer(),
                        export());
    }

    private Node form() {
        TextField ranks = new TextField();
        ranks.setId("tree-ranks");
        ranks.setPrefColumnCount(7);
        ranks.setAccessibleText("Nodes on each level above the factors");
        ranks.textProperty().bindBidirectional(model.ranksProperty());
        ranks.setOnAction(event -> model.grow());
        Tips.install(ranks, "How many nodes each level gets, fewer on each; such as 40, 20, 10");
        Label name = new Label("Levels");
        name.setLabelFor(ranks);
        name.getStyleClass().add("muted");
        Button grow = Buttons.text("Grow the tree", model::grow);
        grow.setId("grow");
        grow.getStyleClass().add("accent");
        grow.disableProperty().bind(model.growingProperty());
        Button cancel = Buttons.text("Cancel", model::cancel);
        cancel.setId("tree-cancel");
        cancel.visibleProperty().bind(model.growingProperty());
        cancel.managedProperty().bind(model.growingProperty());
        Label progress = new Label();
        progress.getStyleClass().addAll("small", "muted");
        progress.textProperty().bind(model.progressProperty().map(TreeBar::words));
        HBox bar = new HBox(8, name, ranks, grow, cancel, progress);
        bar.getStyleClass().add("row");
        return bar;
    }

    private static String words(Progress progress) {
        return progress.stage().isEmpty() ? "" : progress.describe();
    }

    private Node strict() {
        CheckBox strict = new CheckBox("One parent each");
        strict.setId("strict");
        strict.selectedProperty().bindBidirectional(model.strictProperty());
        Tips.install(
                strict,
                "On: a concept stands only under the parent where it weighs most. Off: under every"
                        + " parent that uses it.");
        return strict;
    }

    private Node share() {
        Slider share = new Slider(0.05, 0.95, ConceptTree.SHARE);
        share.setId("share");
        share.setPrefWidth(100);
        share.setAccessibleText("Least weight of a child, as a share of the largest");
        share.valueProperty().bindBidirectional(model.shareProperty());
        Label name = new Label("Children from");
        name.setLabelFor(share);
        Label value = new Label();
        value.setMinWidth(40);
        value.textProperty().bind(share.valueProperty().map(v -> Numbers.percent(v.doubleValue())));
        Tips.install(share, "Children of at least this share of the largest weight are shown");
        HBox box = new HBox(8, name, share, value);
        box.getStyleClass().add("row");
        return box;
    }

    private Node search() {
        TextField search = new TextField();
        search.setId("tree-search");
        search.setPromptText("Find in the tree");
        search.setAccessibleText("Find in the tree");
        search.setPrefColumnCount(10);
        search.textProperty().bindBidirectional(drawing.searchProperty());
        return search;
    }

    private Node steer() {
        MenuButton menu = new MenuButton("Steer");
        menu.setId("steer-menu");
        menu.getItems()
                .setAll(
                        item("This concept", model::steerSelected),
                        item("With its children beside it", model.families()::steerWithChildren),
                        item("Only the neurons it shares (core)", model.families()::steerCore),
                        item("Only neurons of its own", model.families()::steerExclusive));
        menu.disableProperty().bind(model.selectedProperty().isNull());
        return menu;
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> action.run());
        return item;
    }

    private Node export() {
        MenuButton menu = new MenuButton("Export");
        menu.setId("tree-export");
        List<MenuItem> items =
                TreeExport.ENDINGS.stream()
                        .map(ending ->
                                item(ending.toUpperCase(Locale.ROOT) + "…", () -> save(ending)))
                        .toList();
        menu.getItems().setAll(items);
        return menu;
    }

    private void save(String ending) {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName("tree." + ending);
        File chosen = chooser.showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            drawing.export(chosen.toPath());
        }
    }
}
