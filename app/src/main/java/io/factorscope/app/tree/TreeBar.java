package io.factorscope.app.tree;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.app.figure.TreeExport;
import io.factorscope.app.words.Words;
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
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

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
        Button expand = Buttons.text(Words.of("tree.expand-all"), drawing::expandAll);
        expand.setId("expand-all");
        Button fit = Buttons.text(Words.of("tree.fit"), canvas::fit);
        fit.setId("fit-tree");
        Tips.install(fit, Words.of("tree.show-the-whole-drawing-0"));
        Button focus = Buttons.text(Words.of("tree.focus"), drawing::focus);
        focus.setId("focus");
        Tips.install(focus, Words.of("tree.leave-open-only-the-path"));
        Button collapse = Buttons.text(Words.of("tree.collapse"), drawing::collapseAll);
        collapse.setId("collapse");
        List<Node> ofTheTree =
                List.of(strict(), share(), search(), expand, collapse, focus, fit, export());
        ofTheTree.forEach(node -> node.disableProperty().bind(drawing.emptyBinding()));
        getChildren().add(form());
        getChildren().addAll(ofTheTree);
        getChildren().add(ofTheTree.size(), steer()); // before the export
    }

    private Node form() {
        TextField ranks = new TextField();
        ranks.setId("tree-ranks");
        ranks.setPrefColumnCount(7);
        ranks.setAccessibleText(Words.of("tree.nodes-on-each-level-above"));
        ranks.textProperty().bindBidirectional(model.ranksProperty());
        ranks.setOnAction(event -> model.grow());
        Tips.install(ranks, Words.of("tree.how-many-nodes-each-level"));
        Label name = new Label(Words.of("tree.levels"));
        name.setLabelFor(ranks);
        name.getStyleClass().add("muted");
        Button grow = Buttons.text(Words.of("tree.grow-the-tree"), model::grow);
        grow.setId("grow");
        grow.getStyleClass().add("accent");
        grow.disableProperty().bind(model.growingProperty());
        Button cancel = Buttons.text(Words.of("tree.cancel"), model::cancel);
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
        CheckBox strict = new CheckBox(Words.of("tree.one-parent-each"));
        strict.setId("strict");
        strict.selectedProperty().bindBidirectional(model.strictProperty());
        Tips.install(strict, Words.of("tree.on-a-concept-stands-only"));
        return strict;
    }

    private Node share() {
        Slider share = new Slider(0.05, 0.95, ConceptTree.SHARE);
        share.setId("share");
        share.setPrefWidth(100);
        share.setAccessibleText(Words.of("tree.least-weight-of-a-child"));
        share.valueProperty().bindBidirectional(model.shareProperty());
        Label name = new Label(Words.of("tree.children-from"));
        name.setLabelFor(share);
        Label value = new Label();
        value.setMinWidth(40);
        value.textProperty().bind(share.valueProperty().map(v -> Numbers.percent(v.doubleValue())));
        Tips.install(share, Words.of("tree.children-of-at-least-this"));
        HBox box = new HBox(8, name, share, value);
        box.getStyleClass().add("row");
        return box;
    }

    private Node search() {
        TextField search = new TextField();
        search.setId("tree-search");
        search.setPromptText(Words.of("tree.find-in-the-tree"));
        search.setAccessibleText(Words.of("tree.find-in-the-tree"));
        search.setPrefColumnCount(10);
        search.textProperty().bindBidirectional(drawing.searchProperty());
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::onSearchKey);
        Tips.install(search, Words.of("tree.enter-goes-on"));
        Label found = new Label();
        found.setId("tree-found");
        found.setMinWidth(USE_PREF_SIZE);
        found.getStyleClass().addAll("small", "muted", "figures");
        found.textProperty().bind(drawing.foundLineProperty());
        found.visibleProperty().bind(found.textProperty().isNotEmpty());
        found.managedProperty().bind(found.visibleProperty());
        HBox box = new HBox(8, search, found);
        box.getStyleClass().add("row");
        return box;
    }

    private void onSearchKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER) {
            drawing.next(event.isShiftDown() ? -1 : 1);
            event.consume();
        }
    }

    private Node steer() {
        MenuButton menu = new MenuButton(Words.of("tree.steer"));
        menu.setId("steer-menu");
        FamilyModel families = model.families();
        MenuItem core = item(Words.of("tree.only-the-neurons-it-shares"), families::steerCore);
        core.disableProperty()
                .bind(families.neuronsProperty().map(neurons -> neurons.core().isEmpty()));
        MenuItem own = item(Words.of("tree.only-neurons-of-its-own"), families::steerExclusive);
        own.disableProperty()
                .bind(families.neuronsProperty().map(neurons -> neurons.own().isEmpty()));
        menu.getItems()
                .setAll(
                        item(Words.of("tree.this-concept"), model::steerSelected),
                        item(
                                Words.of("tree.with-its-children-beside-it"),
                                families::steerWithChildren),
                        core,
                        own);
        menu.disableProperty().bind(model.selectedProperty().isNull());
        return menu;
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> action.run());
        return item;
    }

    private Node export() {
        MenuButton menu = new MenuButton(Words.of("tree.export"));
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
        FileDialogs.save(
                this, Words.of("tree.export"), "tree." + ending, List.of(ending), drawing::export);
    }
}
