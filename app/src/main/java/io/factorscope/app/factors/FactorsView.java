package io.factorscope.app.factors;

import io.factorscope.app.card.ConceptCard;
import io.factorscope.app.control.ChipRow;
import io.factorscope.app.control.EmptyState;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.text.VisibleText;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Insets;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.controlsfx.control.textfield.CustomTextField;
import org.controlsfx.control.textfield.TextFields;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// The table at the left, the card at the right.
public final class FactorsView extends StackPane {
    private static final double ROW = 32;
    private static final double WIDE = 440;

    private final FactorsViewModel model;
    private final TableView<ConceptRow> table = new TableView<>();
    private final TableColumn<ConceptRow, Double> steers = steersColumn();
    private final TableColumn<ConceptRow, String> tag = textColumn("#", ConceptRow::tag, 52);
    private final TableColumn<ConceptRow, TokenScore> label = labelColumn();
    private final StackPane cardPlace = new StackPane();

    /// A view of the model's rows.
    public FactorsView(FactorsViewModel model) {
        this.model = model;
        getStyleClass().add("factors");
        SplitPane split = new SplitPane(left(), right());
        split.setDividerPositions(0.47);
        EmptyState empty =
                new EmptyState(
                        "No concepts yet",
                        "Open the demo or fit an analysis on the Start screen; its concepts appear"
                                + " here.");
        getChildren().addAll(split, empty);
        model.session()
                .analysisProperty()
                .subscribe(analysis -> {
                    split.setVisible(analysis != null);
                    empty.setVisible(analysis == null);
                });
        model.selectedProperty().subscribe(this::showCard);
        model.shownProperty().subscribe(shown -> chooseColumns());
        table.widthProperty().subscribe(width -> chooseColumns());
        model.session()
                .names()
                .addListener(
                        (javafx.collections.MapChangeListener<String, String>)
                                change -> keepSelection());
    }

    /// Label concepts need no number and no label; a narrow table leaves the label to the card.
    private void chooseColumns() {
        FactorsViewModel.Shown shown = model.shownProperty().get();
        boolean labels = shown == FactorsViewModel.Shown.LABELS;
        steers.setVisible(labels || shown == FactorsViewModel.Shown.ALL);
        tag.setVisible(!labels);
        label.setVisible(!labels && table.getWidth() >= WIDE);
    }

    private VBox left() {
        CustomTextField filter = (CustomTextField) TextFields.createClearableTextField();
        filter.setId("filter");
        filter.setPromptText("Filter");
        filter.setAccessibleText("Filter by name or token");
        filter.textProperty().bindBidirectional(model.filterProperty());
        HBox.setHgrow(filter, Priority.ALWAYS);
        Label count = new Label();
        count.getStyleClass().add("muted");
        count.setMinWidth(USE_PREF_SIZE);
        model.rows()
                .addListener(
                        (javafx.collections.ListChangeListener<ConceptRow>)
                                change -> count.setText(model.rows().size() + " shown"));
        HBox bar = new HBox(filter, shownBox(), count);
        bar.getStyleClass().add("row");
        buildTable();
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox left = new VBox(bar, table);
        left.getStyleClass().add("column");
        left.setPadding(new Insets(16));
        left.setMinWidth(360);
        return left;
    }

    private ComboBox<FactorsViewModel.Shown> shownBox() {
        ComboBox<FactorsViewModel.Shown> box = new ComboBox<>();
        box.setId("shown");
        box.setMinWidth(USE_PREF_SIZE);
        box.getItems().setAll(FactorsViewModel.Shown.values());
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(FactorsViewModel.Shown shown) {
                        return switch (shown) {
                            case ALL -> "All concepts";
                            case FACTORS -> "Factors";
                            case LABELS -> "Label concepts";
                            case NODES -> "Tree nodes";
                        };
                    }

                    @Override
                    public FactorsViewModel.Shown fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        box.valueProperty().bindBidirectional(model.shownProperty());
        Tips.install(
                box,
                "Factors were found by the fit; label concepts come from the data's labels; tree"
                        + " nodes are made of factors (grow a tree on the Tree screen).");
        return box;
    }

    private void buildTable() {
        table.setId("concepts");
        table.setItems(model.rows());
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(new Label("No concept matches the filter"));
        table.setAccessibleText("Concepts");
        table.getColumns()
                .setAll(
                        List.of(
                                tag,
                                textColumn("name", ConceptRow::name, 156),
                                tokensColumn(),
                                label,
                                firesColumn(),
                                steers));
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(row -> {
                    if (row != null) {
                        model.selectedProperty().set(row.entry());
                    }
                });
        model.rows()
                .addListener(
                        (javafx.collections.ListChangeListener<ConceptRow>)
                                change -> keepSelection());
    }

    /// After a change of rows the chosen concept stays chosen, where it is still there.
    private void keepSelection() {
        ConceptEntry chosen = model.selectedProperty().get();
        for (int i = 0; i < model.rows().size(); i++) {
            ConceptRow row = model.rows().get(i);
            if (row.entry() == chosen) {
                if (table.getSelectionModel().getSelectedIndex() != i) {
                    table.getSelectionModel().select(i);
                }
                return;
            }
        }
    }

    private static TableColumn<ConceptRow, String> textColumn(
            String title, Function<ConceptRow, String> value, double width) {
        TableColumn<ConceptRow, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setMinWidth(title.equals("#") ? 44 : 120);
        if (title.equals("#")) {
            column.setComparator(FactorsView::byNumber);
            column.setMaxWidth(64);
        }
        return column;
    }

    private static int byNumber(String a, String b) {
        int byLength = Integer.compare(a.length(), b.length());
        return byLength != 0 ? byLength : a.compareTo(b);
    }

    private static TableColumn<ConceptRow, Double> firesColumn() {
        return numberColumn(
                "fires",
                "Share of tokens at 15 % of the concept's maximum or more",
                ConceptRow::fires,
                Numbers::percent);
    }

    private static TableColumn<ConceptRow, Double> steersColumn() {
        return numberColumn(
                "steers",
                "At a push of 0.25 nats, how many points more of its own words the model writes"
                        + " than under a random push",
                ConceptRow::steers,
                value -> Numbers.signed(value));
    }

    private static String labelText(TokenScore label) {
        return label.token().isEmpty() ? "" : Numbers.percent(label.value()) + " " + label.token();
    }

    private static TableColumn<ConceptRow, TokenScore> labelColumn() {
        TableColumn<ConceptRow, TokenScore> column = new TableColumn<>("label");
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue().label()));
        column.setComparator(Comparator.comparingDouble(TokenScore::value));
        column.setPrefWidth(104);
        column.setMinWidth(72);
        column.setCellFactory(ignored ->
                new TableCell<>() {
                    @Override
                    protected void updateItem(@Nullable TokenScore item, boolean empty) {
                        super.updateItem(item, empty);
                        setText(empty || item == null ? "" : labelText(item));
                    }
                });
        return column;
    }

    private static TableColumn<ConceptRow, Double> numberColumn(
            String title,
            String tip,
            Function<ConceptRow, @Nullable Double> value,
            Function<Double, String> shown) {
        TableColumn<ConceptRow, Double> column = new TableColumn<>();
        Label header = new Label(title);
        Tips.install(header, tip);
        column.setGraphic(header);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(ignored ->
                new TableCell<>() {
                    @Override
                    protected void updateItem(@Nullable Double item, boolean empty) {
                        super.updateItem(item, empty);
                        getStyleClass().remove("number");
                        getStyleClass().add("number");
                        setText(empty || item == null ? "" : shown.apply(item));
                    }
                });
        double width = title.equals("steers") ? 80 : 64;
        column.setPrefWidth(width);
        column.setMinWidth(width);
        column.setMaxWidth(width + 16);
        return column;
    }

    private static TableColumn<ConceptRow, List<String>> tokensColumn() {
        TableColumn<ConceptRow, List<String>> column = new TableColumn<>("tokens");
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue().tokens()));
        column.setSortable(false);
        column.setPrefWidth(170);
        column.setMinWidth(88);
        column.setCellFactory(ignored -> new TokensCell());
        return column;
    }

    private static final class TokensCell extends TableCell<ConceptRow, List<String>> {
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

    private ScrollPane right() {
        ScrollPane scroll = new ScrollPane(cardPlace);
        scroll.setFitToWidth(true);
        scroll.setMinWidth(380);
        scroll.getStyleClass().add("edge-to-edge");
        cardPlace.setPadding(new Insets(16));
        return scroll;
    }

    private void showCard(@Nullable ConceptEntry entry) {
        if (entry == null) {
            cardPlace.getChildren().clear();
            return;
        }
        ConceptCard card = new ConceptCard(model.session(), entry, model::steerSelected);
        cardPlace.getChildren().setAll(card);
        keepSelection();
    }
}
