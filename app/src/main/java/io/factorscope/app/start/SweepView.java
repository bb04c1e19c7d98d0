package io.factorscope.app.start;

import atlantafx.base.theme.Styles;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Fields;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.figure.FigureMenu;
import io.factorscope.app.words.Words;
import io.factorscope.core.factorization.KAdvice;
import io.factorscope.core.factorization.Sweep;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// A sweep: what it varies, and what came of it as advice, a curve and a table.
final class SweepView extends VBox {
    private final SweepViewModel model;
    private final VBox results = new VBox(8);
    private final VBox advice = new VBox(4);
    private final TableView<Sweep.Row> table = new TableView<>();
    private final LineChart<Number, Number> curve =
            new LineChart<>(
                    axis(Words.of("start.factors-k"), false),
                    axis(Words.of("start.explained"), true));

    SweepView(SweepViewModel model, StartViewModel start) {
        super(12);
        this.model = model;
        Button run = Buttons.text(Words.of("start.run-the-sweep"), model::run);
        run.setId("sweep");
        run.disableProperty().bind(start.runningProperty());
        SweepForm form = model.form();
        getChildren()
                .addAll(
                        Fields.wrapping(
                                Fields.field(
                                        "K",
                                        Words.of("start.numbers-of-factors"),
                                        form.ranks,
                                        10,
                                        "ranks"),
                                Fields.field(
                                        Words.of("start.seeds"),
                                        Words.of("start.two-or-more-also-say"),
                                        form.seeds,
                                        5,
                                        "seeds"),
                                Fields.field(
                                        Words.of("start.sparsity-2"),
                                        Words.of("start.shares-of-neurons-kept-empty"),
                                        form.sparsities,
                                        5,
                                        "sparsities"),
                                Fields.field(
                                        Words.of("start.layers"),
                                        Words.of("start.collected-in-one-pass-empty"),
                                        form.layers,
                                        5,
                                        "layers")),
                        run,
                        results());
        model.reportProperty().subscribe(this::show);
    }

    private VBox results() {
        curve.setId("sweep-curve");
        curve.setAnimated(false);
        curve.setPrefHeight(220);
        curve.setMinHeight(200);
        curve.setLegendSide(Side.BOTTOM);
        table.setId("sweep-table");
        table.setPrefHeight(220);
        table.getStyleClass().addAll(Styles.DENSE, Styles.STRIPED);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        Button use = Buttons.text(Words.of("start.use-these-numbers"), this::use);
        use.setId("use-row");
        use.disableProperty()
                .bind(Bindings.isNull(table.getSelectionModel().selectedItemProperty()));
        FigureMenu figure = new FigureMenu(curve, "sweep", () -> "");
        HBox line = new HBox(8, use, figure.button());
        line.getStyleClass().add("row");
        results.getChildren().addAll(advice, curve, table, line);
        results.setVisible(false);
        results.setManaged(false);
        return results;
    }

    private void use() {
        Sweep.Row row = table.getSelectionModel().getSelectedItem();
        if (row != null) {
            model.use(row);
        }
    }

    private void show(Sweep.@Nullable Report report) {
        results.setVisible(report != null);
        results.setManaged(report != null);
        if (report == null) {
            return;
        }
        boolean several = report.advice().size() > 1;
        advice.getChildren().clear();
        curve.getData().clear();
        for (KAdvice one : report.advice()) {
            String of = name(one);
            Label words = new Label(several ? of + ": " + one.advice() : one.advice());
            words.setWrapText(true);
            advice.getChildren().add(words);
            curve.getData().add(series(of, one.points()));
        }
        curve.setLegendVisible(several);
        table.getColumns().setAll(columns(report.rows()));
        table.getItems().setAll(report.rows());
    }

    private static String name(KAdvice one) {
        return layer(one.hook()) + ", " + Numbers.percent(one.sparsity());
    }

    private static XYChart.Series<Number, Number> series(String name, List<KAdvice.Point> points) {
        XYChart.Series<Number, Number> series = new XYChart.Series<>();
        series.setName(name);
        for (KAdvice.Point point : points) {
            series.getData().add(new XYChart.Data<>(point.rank(), 100 * point.explained()));
        }
        return series;
    }

    /// Where and how sparse only where that differs between rows.
    private static List<TableColumn<Sweep.Row, ?>> columns(List<Sweep.Row> rows) {
        List<TableColumn<Sweep.Row, ?>> columns = new ArrayList<>();
        if (rows.stream().map(Sweep.Row::hook).distinct().count() > 1) {
            columns.add(column(Words.of("start.where"), 64, Sweep.Row::hook, SweepView::layer));
        }
        if (rows.stream().map(Sweep.Row::sparsity).distinct().count() > 1) {
            columns.add(
                    column(Words.of("start.sparsity"), 68, Sweep.Row::sparsity, Numbers::percent));
        }
        columns.add(column("K", 36, Sweep.Row::rank, Object::toString));
        columns.add(column(Words.of("start.seed"), 46, Sweep.Row::seed, Object::toString));
        columns.add(
                column(Words.of("start.explained-2"), 78, Sweep.Row::explained, Numbers::percent));
        columns.add(
                column(Words.of("start.stable"), 58, Sweep.Row::stability, SweepView::stability));
        columns.add(column(Words.of("start.dead"), 48, Sweep.Row::dead, Object::toString));
        columns.add(column(Words.of("start.twins"), 54, Sweep.Row::duplicates, Object::toString));
        columns.add(column("s", 40, Sweep.Row::seconds, SweepView::seconds));
        return columns;
    }

    /// A sweep of the window varies the layer and never the site.
    private static String layer(String hook) {
        return hook.replaceFirst("^blocks\\.(\\d+)\\..*", "layer $1");
    }

    private static String stability(double mean) {
        return mean < 0 ? "–" : String.format(Locale.ROOT, "%.2f", mean);
    }

    private static String seconds(double time) {
        return String.format(Locale.ROOT, "%.1f", time);
    }

    private static <T> TableColumn<Sweep.Row, T> column(
            String name, double least, Function<Sweep.Row, T> value, Function<T, String> text) {
        TableColumn<Sweep.Row, T> column = new TableColumn<>(name);
        column.setMinWidth(least);
        column.setCellValueFactory(cell ->
                new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())).getReadOnlyProperty());
        column.setCellFactory(of ->
                new TableCell<>() {
                    @Override
                    protected void updateItem(@Nullable T item, boolean empty) {
                        super.updateItem(item, empty);
                        setText(item == null || empty ? null : text.apply(item));
                        setAlignment(item instanceof Number ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
                    }
                });
        return column;
    }

    private static NumberAxis axis(String name, boolean fromZero) {
        NumberAxis axis = new NumberAxis();
        axis.setLabel(name);
        axis.setForceZeroInRange(fromZero);
        axis.setAnimated(false);
        axis.setMinorTickVisible(false);
        axis.setTickLabelFormatter(
                new StringConverter<>() {
                    @Override
                    public String toString(Number at) {
                        return at.doubleValue() == Math.rint(at.doubleValue())
                                ? Integer.toString(at.intValue())
                                : "";
                    }

                    @Override
                    public Number fromString(String text) {
                        return Double.valueOf(text);
                    }
                });
        return axis;
    }
}
