package io.factorscope.app.evaluate;

import atlantafx.base.theme.Styles;

import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.Interval;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;

/// The concepts behind the means: one row each for every method and baseline; sorted by a click on
/// a column.
final class ScoreTable extends TableView<ResultViewModel.Row> {
    /// All columns.
    private static final double LEAST = 384;

    ScoreTable(ResultViewModel model) {
        setId("scores");
        setAccessibleText(Words.of("evaluate.scores"));
        getStyleClass().addAll(Styles.DENSE, Styles.STRIPED);
        setMinWidth(LEAST);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(new Label(Words.of("evaluate.no-scores")));
        SortedList<ResultViewModel.Row> sorted = new SortedList<>(model.rows());
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        Comparator<Interval> byMean =
                Comparator.comparingDouble(
                        value -> value.n() == 0 ? Double.NEGATIVE_INFINITY : value.mean());
        getColumns()
                .add(
                        column(
                                Words.of("evaluate.concept"),
                                70,
                                row -> row.score().concept(),
                                Function.identity(),
                                Comparator.naturalOrder()));
        getColumns()
                .add(
                        column(
                                Words.of("evaluate.method"),
                                76,
                                row -> ResultViewModel.method(row.score().method()),
                                Function.identity(),
                                Comparator.naturalOrder()));
        getColumns()
                .add(
                        column(
                                Words.of("evaluate.direction"),
                                82,
                                row -> ResultViewModel.direction(row.score().variant()),
                                Function.identity(),
                                Comparator.naturalOrder()));
        getColumns()
                .add(
                        column(
                                Words.of("evaluate.score"),
                                52,
                                row -> row.score().interval(),
                                ScoreTable::value,
                                byMean));
        getColumns()
                .add(
                        column(
                                Words.of("evaluate.interval"),
                                100,
                                row -> row.score().interval(),
                                ScoreTable::bounds,
                                Comparator.comparingDouble(ScoreTable::width)));
        getSelectionModel().selectedItemProperty().subscribe(model::choose);
    }

    private static double width(Interval interval) {
        double width = interval.high() - interval.low();
        return Double.isNaN(width) ? -1 : width;
    }

    /// A mean at the precision that means something; a dash where there is none.
    static String value(Interval interval) {
        return interval.n() == 0 ? "–" : figure(interval.mean());
    }

    /// An interval; of a single value that it is one, and empty where there is none.
    static String bounds(Interval interval) {
        if (!interval.bounded()) {
            return interval.n() == 1 ? "  n = 1" : "";
        }
        return " [" + figure(interval.low()) + ", " + figure(interval.high()) + "]";
    }

    private static String figure(double value) {
        String format = Math.abs(value) >= 10 ? "%.1f" : "%.2f";
        String text = String.format(Locale.ROOT, format, value);
        return text.startsWith("-0.00") ? "0.00" : text.replace('-', '−');
    }

    private static <T> TableColumn<ResultViewModel.Row, T> column(
            String name,
            double least,
            Function<ResultViewModel.Row, T> value,
            Function<T, String> text,
            Comparator<T> order) {
        TableColumn<ResultViewModel.Row, T> column = new TableColumn<>(name);
        column.setMinWidth(least);
        column.setComparator(order);
        column.setCellValueFactory(cell ->
                new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())).getReadOnlyProperty());
        column.setCellFactory(of ->
                new TableCell<>() {
                    @Override
                    protected void updateItem(@Nullable T item, boolean empty) {
                        super.updateItem(item, empty);
                        setText(item == null || empty ? null : text.apply(item).strip());
                        boolean number = item instanceof Interval;
                        setAlignment(number ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
                        if (number && !getStyleClass().contains("figures")) {
                            getStyleClass().add("figures");
                        }
                    }
                });
        return column;
    }
}
