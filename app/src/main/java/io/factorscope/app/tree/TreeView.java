package io.factorscope.app.tree;

import io.factorscope.app.card.ConceptCard;
import io.factorscope.app.control.EmptyState;
import io.factorscope.app.words.Words;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.project.Analysis;

import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/// The drawing of the tree at the left, coarse concepts first, with the chosen node's family under
/// it; its card at the right.
public final class TreeView extends StackPane {
    private final TreeViewModel model;
    private final StackPane cardPlace = new StackPane();
    private final Label family = new Label();
    private @Nullable ConceptCard card;

    /// A view of the model's tree.
    public TreeView(TreeViewModel model) {
        this.model = model;
        setId("tree-place");
        getStyleClass().add("factors");
        SplitPane split = new SplitPane(left(), right());
        split.setDividerPositions(0.64);
        EmptyState empty =
                EmptyState.withDemo(
                        Words.of("tree.no-factors-yet"), Words.of("tree.open-the-demo-or-fit"));
        getChildren().addAll(split, empty);
        model.session()
                .analysisProperty()
                .subscribe(analysis -> {
                    split.setVisible(analysis != null);
                    empty.setVisible(analysis == null);
                });
        model.selectedProperty().subscribe(this::showCard);
        model.families().neuronsProperty().subscribe((before, now) -> showNeurons());
    }

    private VBox left() {
        TreeCanvas canvas = new TreeCanvas(model.drawing());
        EmptyState none =
                new EmptyState(
                        Words.of("tree.no-tree-yet"),
                        Words.of("tree.choose-how-many-concepts-each"),
                        Words.of("tree.grow-the-tree"),
                        model::grow);
        model.session()
                .analysisProperty()
                .subscribe(analysis -> none.setVisible(!hasTree(analysis)));
        canvas.visibleProperty().bind(none.visibleProperty().not());
        StackPane place = new StackPane(canvas, none);
        VBox.setVgrow(place, Priority.ALWAYS);
        family.setId("family");
        family.setWrapText(true);
        family.getStyleClass().addAll("small", "muted");
        family.textProperty().bind(model.families().lineProperty());
        family.visibleProperty().bind(family.textProperty().isNotEmpty());
        family.managedProperty().bind(family.visibleProperty());
        VBox left = new VBox(new TreeBar(model, canvas), place, family, new FamilyPane(model));
        left.getStyleClass().add("column");
        left.setPadding(new Insets(16));
        left.setMinWidth(400);
        return left;
    }

    private static boolean hasTree(@Nullable Analysis analysis) {
        return analysis != null && analysis.tree() != null;
    }

    private ScrollPane right() {
        ScrollPane scroll = new ScrollPane(cardPlace);
        scroll.setFitToWidth(true);
        scroll.setMinWidth(340);
        scroll.getStyleClass().add("edge-to-edge");
        cardPlace.setPadding(new Insets(16));
        return scroll;
    }

    private void showCard(ConceptTree.@Nullable Node node) {
        cardPlace.getChildren().clear();
        card = null;
        if (node != null) {
            ConceptCard made =
                    new ConceptCard(
                            model.session(),
                            model.entry(node),
                            model::steerSelected,
                            model::showConcept);
            made.setOnEvaluate(model::evaluateSelected);
            card = made;
            showNeurons();
            cardPlace.getChildren().setAll(made);
        }
    }

    private void showNeurons() {
        if (card != null) {
            card.showFamily(model.families().neuronsProperty().get());
        }
    }
}
