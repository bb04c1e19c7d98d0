package io.factorscope.app.tree;

import io.factorscope.app.card.ConceptCard;
import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.ChipRow;
import io.factorscope.app.control.EmptyState;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.job.Progress;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.text.VisibleText;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The tree at the left, coarse concepts first; the chosen node's card at the right.
public final class TreeView extends StackPane {
    private static final double ROW = 32;

    private final TreeViewModel model;
    private final TreeTableView<ConceptTree.Link> table = new TreeTableView<>();
    private final StackPane cardPlace = new StackPane();
    private final Label family = new Label();

    /// A view of the model's tree.
    public TreeView(TreeViewModel model) {
        this.model = model;
        setId("tree-place");
        getStyleClass().add("factors");
        SplitPane split = new SplitPane(left(), right());
        split.setDividerPositions(0.5);
        EmptyState empty =
                new EmptyState(
                        "No factors yet",
                        "Open the demo or fit an analysis on the Start screen; then its factors can"
                                + " be gathered into a tree here.");
        getChildren().addAll(split, empty);
        model.session()
                .analysisProperty()
                .subscribe(analysis -> {
                    split.setVisible(analysis != null);
                    empty.setVisible(analysis == null);
                    show(analysis);
                });
        model.strictProperty().subscribe(strict -> show(model.session().analysis()));
        model.shareProperty().subscribe(share -> show(model.session().analysis()));
        model.selectedProperty().subscribe(this::showCard);
    }

    private VBox left() {
        buildTable();
        VBox.setVgrow(table, Priority.ALWAYS);
        family.setId("family");
        family.setWrapText(true);
        family.getStyleClass().addAll("small", "muted");
        VBox left = new VBox(form(), options(), table, family);
        left.getStyleClass().add("column");
        left.setPadding(new Insets(16));
        left.setMinWidth(400);
        return left;
    }

    private Node form() {
        TextField ranks = new TextField();
        ranks.setId("tree-ranks");
        ranks.setPrefColumnCount(9);
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
        Label progress = new Label();
        progress.getStyleClass().addAll("small", "muted");
        progress.textProperty().bind(model.progressProperty().map(TreeView::words));
        HBox bar = new HBox(8, name, ranks, grow, cancel, progress);
        bar.getStyleClass().add("row");
        return bar;
    }

    private static String words(Progress progress) {
        return progress.stage().isEmpty() ? "" : progress.describe();
    }

    private Node options() {
        CheckBox strict = new CheckBox("One parent each");
        strict.setId("strict");
        strict.selectedProperty().bindBidirectional(model.strictProperty());
        Tips.install(
                strict,
                "On: a concept stands only under the parent where it weighs most. Off: under every"
                        + " parent that uses it.");
        Slider share = new Slider(0.05, 0.95, ConceptTree.SHARE);
        share.setId("share");
        share.setAccessibleText("Least weight of a child, as a share of the largest");
        share.valueProperty().bindBidirectional(model.shareProperty());
        Label name = new Label("Children from");
        name.setLabelFor(share);
        Label value = new Label();
        value.setMinWidth(40);
        value.textProperty().bind(share.valueProperty().map(v -> Numbers.percent(v.doubleValue())));
        Tips.install(share, "Children of at least this share of the largest weight are shown");
        HBox slider = new HBox(8, name, share, value);
        slider.getStyleClass().add("row");
        Button expand = Buttons.text("Expand all", () -> expand(table.getRoot(), true));
        expand.setId("expand-all");
        Button collapse = Buttons.text("Collapse", () -> expand(table.getRoot(), false));
        FlowPane options = new FlowPane(16, 8, strict, slider, expand, collapse);
        return options;
    }

    private static void expand(@Nullable TreeItem<ConceptTree.Link> item, boolean on) {
        if (item == null) {
            return;
        }
        for (TreeItem<ConceptTree.Link> child : item.getChildren()) {
            child.setExpanded(on);
            expand(child, on);
        }
    }

    private void buildTable() {
        table.setId("tree");
        table.setShowRoot(false);
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(new Label("No tree yet: choose the levels and grow it"));
        table.setAccessibleText("Concept tree");
        table.getColumns().setAll(List.of(nameColumn(), tokensColumn(), weightColumn()));
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(item -> {
                    if (item != null) {
                        model.selectedProperty().set(item.getValue().node());
                    }
                });
    }

    private TreeTableColumn<ConceptTree.Link, String> nameColumn() {
        TreeTableColumn<ConceptTree.Link, String> column = new TreeTableColumn<>("concept");
        column.setCellValueFactory(row ->
                new ReadOnlyObjectWrapper<>(
                        model.session().nameOf(model.entry(row.getValue().getValue().node()))));
        column.setPrefWidth(220);
        column.setSortable(false);
        return column;
    }

    private TreeTableColumn<ConceptTree.Link, List<String>> tokensColumn() {
        TreeTableColumn<ConceptTree.Link, List<String>> column = new TreeTableColumn<>("tokens");
        column.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(tokens(row.getValue().getValue())));
        column.setSortable(false);
        column.setPrefWidth(170);
        column.setCellFactory(ignored -> new TokensCell());
        return column;
    }

    private List<String> tokens(ConceptTree.Link link) {
        return model.entry(link.node()).evidence().topTokens().stream()
                .map(TokenScore::token)
                .toList();
    }

    private static final class TokensCell extends TreeTableCell<ConceptTree.Link, List<String>> {
        private final ChipRow chips = new ChipRow();

        @Override
        protected void updateItem(@Nullable List<String> item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
            } else {
                chips.setTokens(item.stream().map(VisibleText::of).toList());
                setGraphic(chips);
            }
        }
    }

    private TreeTableColumn<ConceptTree.Link, String> weightColumn() {
        TreeTableColumn<ConceptTree.Link, String> column = new TreeTableColumn<>();
        Label header = new Label("weight");
        Tips.install(header, "How much of it goes into the concept above it");
        column.setGraphic(header);
        column.setCellValueFactory(row -> {
            TreeItem<ConceptTree.Link> parent = row.getValue().getParent();
            boolean top = parent == null || parent.getParent() == null;
            double weight = row.getValue().getValue().weight();
            return new ReadOnlyObjectWrapper<>(top ? "" : Numbers.plain(weight));
        });
        column.setSortable(false);
        column.setPrefWidth(80);
        column.setMinWidth(80);
        column.setMaxWidth(96);
        return column;
    }

    /// Items are made when their parent is expanded; a soft tree repeats shared nodes.
    private final class Branch extends TreeItem<ConceptTree.Link> {
        private boolean filled;

        Branch(ConceptTree.Link link) {
            super(link);
        }

        @Override
        public boolean isLeaf() {
            return getValue().node().level() == 1;
        }

        @Override
        public javafx.collections.ObservableList<TreeItem<ConceptTree.Link>> getChildren() {
            if (!filled) {
                filled = true;
                List<ConceptTree.Link> links = model.children(getValue().node());
                super.getChildren().setAll(links.stream().map(Branch::new).toList());
            }
            return super.getChildren();
        }
    }

    private void show(@Nullable Analysis analysis) {
        if (analysis == null || analysis.tree() == null) {
            table.setRoot(null);
            family.setText("");
            return;
        }
        TreeItem<ConceptTree.Link> root = new TreeItem<>();
        root.getChildren().setAll(model.roots().stream().map(Branch::new).toList());
        table.setRoot(root);
        table.getSelectionModel().selectFirst();
    }

    private ScrollPane right() {
        ScrollPane scroll = new ScrollPane(cardPlace);
        scroll.setFitToWidth(true);
        scroll.setMinWidth(380);
        scroll.getStyleClass().add("edge-to-edge");
        cardPlace.setPadding(new Insets(16));
        return scroll;
    }

    private void showCard(ConceptTree.@Nullable Node node) {
        cardPlace.getChildren().clear();
        family.setText("");
        if (node != null) {
            cardPlace
                    .getChildren()
                    .setAll(
                            new ConceptCard(
                                    model.session(), model.entry(node), model::steerSelected));
            family.setText(model.family(node));
        }
    }
}
