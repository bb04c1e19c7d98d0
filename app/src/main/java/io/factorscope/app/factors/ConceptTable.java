package io.factorscope.app.factors;

import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.app.control.TokensCell;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.text.VisibleText;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The table: fixed rows, columns that give way when it is narrow, sorting away from the window.
final class ConceptTable {
    private static final double ROW = 32;
    private static final double EDGE = 18;
    private static final double USUAL_FONT = 13; // in which the columns' widths are given

    private final FactorsViewModel model;
    private final TableView<ConceptRow> view = new TableView<>();
    private final Map<Column, TableColumn<ConceptRow, ?>> columns = new EnumMap<>(Column.class);
    private final Map<Column, Boolean> wished = new EnumMap<>(Column.class);
    private double scale = 1; // of the text
    private boolean restoring;

    ConceptTable(FactorsViewModel model) {
        this.model = model;
        for (Column column : Column.values()) {
            columns.put(column, column == Column.TOKENS ? tokens() : column(column));
        }
        wished.putAll(model.columns().kept());
        view.setId("concepts");
        view.getColumns().setAll(columns.values());
        view.setFixedCellSize(ROW);
        view.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        view.setPlaceholder(new Label(Words.of("factors.no-concept-matches")));
        view.setAccessibleText(Words.of("factors.concepts"));
        view.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        view.setItems(model.rows());
        view.setSortPolicy(table -> sort());
        view.getSelectionModel()
                .getSelectedItems()
                .addListener((ListChangeListener<ConceptRow>) change -> chosen());
        view.widthProperty().subscribe(width -> fit());
        model.shownProperty().subscribe(shown -> fit());
        model.text().focusProperty().subscribe(focus -> fit());
        model.publishedProperty()
                .subscribe(count -> {
                    fit();
                    restore();
                });
        model.chosenProperty().subscribe(ids -> restore());
    }

    TableView<ConceptRow> view() {
        return view;
    }

    private TableColumn<ConceptRow, ConceptRow> column(Column which) {
        TableColumn<ConceptRow, ConceptRow> column = new TableColumn<>();
        dress(column, which);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(ignored -> cell(which));
        return column;
    }

    private TableCell<ConceptRow, ConceptRow> cell(Column which) {
        return switch (which) {
            case STAR -> new RowCells.Star(row -> model.lists().star(row.id()));
            case DENSITY -> new RowCells.Density();
            case TAG -> words(ConceptRow::tag);
            case NAME, TOKENS -> words(ConceptRow::name);
            case LABEL -> words(row -> label(row.look().label()));
            case FIRES -> figure(row -> Numbers.percent(row.look().fires()));
            case TEXT -> figure(row -> shown(textShare(row), Numbers::plain));
            case LOSS -> figure(row -> shown(row.scores().loss(), Numbers::percent));
            case STEERS -> figure(row -> shown(row.scores().steers(), Numbers::signed));
            case STABILITY -> figure(row -> shown(row.scores().stability(), Numbers::plain));
            case FAITHFULNESS ->
                    figure(row -> shown(row.scores().faithfulness(), v -> Numbers.plain(1000 * v)));
        };
    }

    private @Nullable Double textShare(ConceptRow row) {
        return Column.TEXT.figure(row, model.text().focusProperty().get().shares());
    }

    private static TableCell<ConceptRow, ConceptRow> words(Function<ConceptRow, String> words) {
        return new RowCells.WordsCell(words, false);
    }

    private static TableCell<ConceptRow, ConceptRow> figure(Function<ConceptRow, String> words) {
        return new RowCells.WordsCell(words, true);
    }

    private static String shown(@Nullable Double value, Function<Double, String> words) {
        return value == null ? "" : words.apply(value);
    }

    private static String label(TokenScore label) {
        return label.token().isEmpty() ? "" : Numbers.percent(label.value()) + " " + label.token();
    }

    private TableColumn<ConceptRow, List<String>> tokens() {
        TableColumn<ConceptRow, List<String>> column = new TableColumn<>();
        dress(column, Column.TOKENS);
        column.setCellValueFactory(row ->
                new ReadOnlyObjectWrapper<>(
                        row.getValue().look().tokens().stream().map(VisibleText::of).toList()));
        column.setCellFactory(ignored -> new TokensCell<>());
        return column;
    }

    /// The first click sorts the way that is asked for as a rule.
    private void dress(TableColumn<ConceptRow, ?> column, Column which) {
        Label header = new Label(which.title());
        Tips.install(header, which.meaning());
        column.setGraphic(header);
        column.setId("column-" + which.id());
        header.fontProperty().subscribe(font -> size(column, which, font.getSize() / USUAL_FONT));
        column.setSortType(
                which.largestFirst()
                        ? TableColumn.SortType.DESCENDING
                        : TableColumn.SortType.ASCENDING);
    }

    private void size(TableColumn<ConceptRow, ?> column, Column which, double textScale) {
        scale = textScale;
        double least = least(which);
        boolean grows = which == Column.NAME || which == Column.TOKENS || which == Column.LABEL;
        column.setMaxWidth(grows ? 640 * scale : least + 12);
        column.setMinWidth(least);
        column.setPrefWidth(grows ? least * 1.7 : least);
        fit();
    }

    private double least(Column which) {
        return which.least() * scale;
    }

    /// Hands the order to the model; nothing is sorted here.
    private boolean sort() {
        List<RowOrder.Sort> sorts = new ArrayList<>();
        for (TableColumn<ConceptRow, ?> column : view.getSortOrder()) {
            columns.forEach((which, each) -> {
                if (each.equals(column)) {
                    boolean down = column.getSortType() == TableColumn.SortType.DESCENDING;
                    sorts.add(new RowOrder.Sort(which, down));
                }
            });
        }
        model.sortsProperty().set(sorts);
        return true;
    }

    /// Sorts by a column, the way a first click on it would.
    void sortBy(Column which) {
        TableColumn<ConceptRow, ?> column = columns.get(which);
        if (column != null) {
            view.getSortOrder().setAll(List.of(column));
        }
    }

    /// Shows what was wished for, and of the others as many as fit.
    private void fit() {
        double room = view.getWidth() - EDGE;
        Set<Column> fitting = new HashSet<>();
        for (Column column : byNeed()) {
            boolean must = Boolean.TRUE.equals(wished.get(column)) || column == Column.NAME;
            if (must || (useful(column) && least(column) <= room)) {
                fitting.add(column);
                room -= least(column);
            } else if (useful(column)) {
                room = 0; // what matters less does not take its place
            }
        }
        columns.forEach((which, column) -> column.setVisible(fitting.contains(which)));
        if (model.text().focusProperty().get().shares().isEmpty()) {
            view.getSortOrder().remove(columns.get(Column.TEXT)); // the usual order comes back
        }
    }

    private List<Column> byNeed() {
        Comparator<Column> wishedFirst =
                Comparator.comparingInt(column -> Boolean.TRUE.equals(wished.get(column)) ? 0 : 1);
        return Arrays.stream(Column.values())
                .sorted(wishedFirst.thenComparingInt(Column::rank))
                .toList();
    }

    /// Whether a column says anything of what is shown, unless a person has said no.
    private boolean useful(Column column) {
        if (Boolean.FALSE.equals(wished.get(column))) {
            return false;
        }
        Shown shown = model.shownProperty().get();
        return switch (column) {
            case TAG, LABEL -> shown != Shown.LABELS;
            case LOSS -> shown == Shown.FACTORS || shown == Shown.ALL;
            case STEERS ->
                    shown == Shown.LABELS
                            || shown == Shown.ALL
                            || model.columns().hasMeasuredSteering();
            case TEXT -> !model.text().focusProperty().get().shares().isEmpty();
            case STABILITY -> shown != Shown.LABELS && model.columns().hasStability();
            case FAITHFULNESS -> shown != Shown.LABELS && model.columns().hasFaithfulness();
            default -> true;
        };
    }

    /// One line a column to show or hide it.
    List<MenuItem> columnItems() {
        List<MenuItem> items = new ArrayList<>();
        for (Column which : Column.values()) {
            CheckMenuItem item = new CheckMenuItem(which.title());
            TableColumn<ConceptRow, ?> column = columns.get(which);
            item.setSelected(column != null && column.isVisible());
            item.setDisable(which == Column.NAME);
            item.setOnAction(event -> {
                wished.put(which, item.isSelected());
                model.columns().keep(wished);
                fit();
            });
            items.add(item);
        }
        MenuItem usual = new MenuItem(Words.of("factors.as-many-as-fit"));
        usual.setOnAction(event -> {
            wished.clear();
            model.columns().keep(wished);
            fit();
        });
        items.add(new SeparatorMenuItem());
        items.add(usual);
        return items;
    }

    private void chosen() {
        if (restoring || model.rows().isPublishing()) {
            return;
        }
        ConceptRow last = view.getSelectionModel().getSelectedItem();
        List<String> ids = new ArrayList<>();
        for (ConceptRow row : view.getSelectionModel().getSelectedItems()) {
            if (row != null && !row.equals(last)) {
                ids.add(row.id());
            }
        }
        if (last != null) {
            ids.add(last.id());
            restoring = true;
            model.choose(ids);
            restoring = false;
        }
    }

    /// Selects the rows of what is chosen, where they are shown.
    private void restore() {
        if (restoring) {
            return;
        }
        restoring = true;
        List<String> chosen = model.chosenProperty().get();
        int[] found =
                chosen.stream()
                        .mapToInt(model.rows()::position)
                        .filter(position -> position >= 0)
                        .sorted()
                        .toArray();
        select(found, chosen.isEmpty() ? -1 : model.rows().position(chosen.getLast()));
        restoring = false;
    }

    private void select(int[] found, int lead) {
        var selection = view.getSelectionModel();
        selection.clearSelection();
        if (found.length > 0) {
            selection.selectIndices(found[0], found);
        }
        if (lead >= 0) {
            selection.select(lead);
            view.getFocusModel().focus(lead);
            if (!isInSight(lead)) {
                view.scrollTo(Math.max(0, lead - 3));
            }
        }
    }

    private boolean isInSight(int row) {
        return view.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
                && flow.getFirstVisibleCell() != null
                && flow.getFirstVisibleCell().getIndex() <= row
                && flow.getLastVisibleCell().getIndex() >= row;
    }
}
