package io.factorscope.app.start;

import atlantafx.base.theme.Styles;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Numbers;
import io.factorscope.core.factorization.KAdvice;
import io.factorscope.core.factorization.Sweep;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Side;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

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
            new LineChart<>(axis("factors (K)", false), axis("explained, %", true));

    SweepView(SweepViewModel model, StartViewModel start) {
        super(12);
        this.model = model;
        Button run = Buttons.text("Run the sweep", model::run);
        run.setId("sweep");
        run.disableProperty().bind(start.runningProperty());
        SweepForm form = model.form();
        getChildren()
                .addAll(
                        Fields.wrapping(
                                Fields.field("K", "Numbers of factors", form.ranks, 10, "ranks"),
                                Fields.field(
                                        "Seeds",
                                        "Two or more also say how stable the factors are",
                                        form.seeds,
                                        5,
                                        "seeds"),
                                Fields.field(
                                        "Sparsity %",
                                        "Shares of neurons kept; empty for the one above",
                                        form.sparsities,
                                        5,
                                        "sparsities"),
                                Fields.field(
                                        "Layers",
                                        "Collected in one pass; empty for the one above",
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
        curve.setLegendSide(Side.RIGHT);
        table.setId("sweep-table");
        table.setPrefHeight(220);
        table.getStyleClass().addAll(Styles.DENSE, Styles.STRIPED);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        Button use = Buttons.text("Use these numbers", this::use);
        use.setId("use-row");
        use.disableProperty()
                .bind(Bindings.isNull(table.getSelectionModel().selectedItemProperty()));
        HBox line = new HBox(8, use);
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
        table.getColumns().setAll(columns(several));
        table.getItems().setAll(report.rows());
    }

    private static String name(KAdvice one) {
        return one.hook() + ", " + Numbers.percent(one.sparsity());
    }

    private static XYChart.Series<Number, Number> series(String name, List<KAdvice.Point> points) {
        XYChart.Series<Number, Number> series = new XYChart.Series<>();
        series.setName(name);
        for (KAdvice.Point point : points) {
            series.getData().add(new XYChart.Data<>(point.rank(), 100 * point.explained()));
        }
        return series;
    }

    private static List<TableColumn<Sweep.Row, ?>> columns(boolean several) {
        List<TableColumn<Sweep.Row, ?>> columns = new java.util.ArrayList<>();
        if (several) {
            columns.add(column("Where", Sweep.Row::hook));
            columns.add(column("Sparsity", row -> Numbers.percent(row.sparsity())));
        }
        columns.add(column("K", row -> Integer.toString(row.rank())));
        columns.add(column("Seed", row -> Long.toString(row.seed())));
        columns.add(column("Explained", row -> Numbers.percent(row.explained())));
        columns.add(column("Stable", SweepView::stability));
        columns.add(column("Dead", row -> Integer.toString(row.dead())));
        columns.add(column("Duplicates", row -> Integer.toString(row.duplicates())));
        columns.add(column("Seconds", row -> String.format(Locale.ROOT, "%.1f", row.seconds())));
        return columns;
    }

    private static String stability(Sweep.Row row) {
        return row.stability() < 0 ? "–" : String.format(Locale.ROOT, "%.2f", row.stability());
    }

    private static TableColumn<Sweep.Row, String> column(
            String name, Function<Sweep.Row, String> text) {
        TableColumn<Sweep.Row, String> column = new TableColumn<>(name);
        column.setSortable(false);
        column.setCellValueFactory(cell ->
                new ReadOnlyObjectWrapper<>(text.apply(cell.getValue())).getReadOnlyProperty());
        return column;
    }

    private static NumberAxis axis(String name, boolean fromZero) {
        NumberAxis axis = new NumberAxis();
        axis.setLabel(name);
        axis.setForceZeroInRange(fromZero);
        axis.setAnimated(false);
        return axis;
    }
}
