package io.factorscope.app.factors;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.ScatterMap;
import io.factorscope.app.control.Tips;
import io.factorscope.app.figure.FigureMenu;
import io.factorscope.app.words.Words;
import io.factorscope.core.text.VisibleText;

import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.stream.Collectors;

/// The concepts as a map: those that point alike lie together; what the filter leaves out is faint.
final class MapView extends VBox {
    private final FactorsViewModel model;
    private final ScatterMap map = new ScatterMap();

    MapView(FactorsViewModel model) {
        this.model = model;
        MapViewModel points = model.map();
        setId("map-place");
        getStyleClass().add("column");
        map.setId("map");
        map.setWords(this::words);
        map.setOnChoose(model::choose);
        VBox.setVgrow(map, Priority.ALWAYS);
        getChildren().addAll(tools(points), map);
        map.visibleProperty().bind(visibleProperty());
        points.pointsProperty().subscribe(this::show);
        model.allProperty().subscribe(all -> map.setWords(this::words));
        model.chosenProperty().subscribe(map::setChosen);
        model.publishedProperty()
                .subscribe(count -> map.setBright(id -> model.rows().position(id) >= 0));
    }

    private HBox tools(MapViewModel points) {
        FigureMenu figure =
                new FigureMenu(map, "map", () -> points.noteProperty().get(), map::shapes);
        ToggleGroup methods = new ToggleGroup();
        ToggleButton axes =
                method(
                        methods,
                        Words.of("factors.main-axes"),
                        MapViewModel.Method.PRINCIPAL,
                        Words.of("factors.the-plane-in-which-the"));
        ToggleButton near =
                method(
                        methods,
                        Words.of("factors.neighbours"),
                        MapViewModel.Method.NEIGHBOURS,
                        Words.of("factors.neighbours-stay-together-umap-distances"));
        ToggleButton lasso =
                Buttons.toggle(Icon.LASSO, Words.of("factors.lasso-drag-around-concepts-to"));
        lasso.setId("lasso");
        lasso.selectedProperty().subscribe(on -> map.setLasso(on));
        lasso.setSelected(true);
        Label state = new Label();
        state.setId("map-state");
        state.getStyleClass().addAll("small", "muted");
        state.textProperty()
                .bind(
                        points.busyProperty()
                                .flatMap(busy ->
                                        busy
                                                ? new javafx.beans.property.ReadOnlyStringWrapper(
                                                        Words.of("factors.working-it-out"))
                                                : points.noteProperty()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox bar =
                new HBox(
                        new HBox(axes, near),
                        state,
                        gap,
                        lasso,
                        Buttons.icon(
                                Icon.RESET, Words.of("factors.everything-in-sight-0"), map::reset),
                        figure.button());
        bar.getStyleClass().add("row");
        return bar;
    }

    private ToggleButton method(
            ToggleGroup group, String name, MapViewModel.Method method, String tip) {
        ToggleButton button = new ToggleButton(name);
        button.getStyleClass()
                .add(method == MapViewModel.Method.PRINCIPAL ? "left-pill" : "right-pill");
        button.setToggleGroup(group);
        button.setId("map-" + name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
        Tips.install(button, tip);
        button.setOnAction(event -> model.map().methodProperty().set(method));
        model.map().methodProperty().subscribe(now -> button.setSelected(now == method));
        return button;
    }

    private void show(List<MapViewModel.Point> points) {
        map.setDots(
                points.stream()
                        .map(point -> new ScatterMap.Dot(point.id(), point.x(), point.y()))
                        .toList());
    }

    private String words(String id) {
        ConceptRow row = model.allProperty().get().find(id);
        if (row == null) {
            return id;
        }
        String tokens =
                row.look().tokens().stream()
                        .limit(5)
                        .map(VisibleText::of)
                        .collect(Collectors.joining(" "));
        return row.tag() + " " + row.name() + "\n" + tokens;
    }

    void focusMap() {
        map.requestFocus();
    }
}
