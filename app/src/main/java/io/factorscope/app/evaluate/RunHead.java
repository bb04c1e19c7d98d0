package io.factorscope.app.evaluate;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The chosen run's name and what can be done with it.
final class RunHead extends HBox {
    private final EvaluateViewModel model;
    private final ResultViewModel result;
    private final Label title = new Label();
    private final TextField name = new TextField();
    private final Button goOn;
    private final Button rate;
    private final MenuButton export;
    private final MenuItem rename = new MenuItem(Words.of("evaluate.rename"));
    private final MenuItem delete = new MenuItem(Words.of("evaluate.delete"));

    RunHead(EvaluateViewModel model, Runnable onPlot) {
        super(8);
        this.model = model;
        this.result = model.result();
        title.getStyleClass().add("heading");
        goOn = Buttons.text(Words.of("evaluate.go-on"), model::goOn);
        goOn.setId("go-on");
        goOn.getStyleClass().add("accent");
        rate = Buttons.text(Words.of("evaluate.rate"), model::rate);
        rate.setId("rate");
        Tips.install(rate, Words.of("evaluate.rate-tip"));
        export = exports(onPlot);
        MenuButton more = more();
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        getChildren().addAll(title, name, gap, goOn, rate, export, more);
        getStyleClass().add("row");
        for (Region fixed : List.of(goOn, rate, export, more)) {
            fixed.setMinWidth(USE_PREF_SIZE);
        }
    }

    /// Shows a run; `running`: the one that is under way.
    void show(RunItem item, @Nullable RunItem running) {
        boolean here = RunItem.same(item, running);
        title.setText(EvaluateView.title(item));
        rename.setDisable(item.request() == null);
        delete.setDisable(here);
        RunPane.shown(goOn, item.canGoOn() && !here);
        goOn.setDisable(running != null);
        RunPane.shown(rate, result.canRate());
        RunPane.shown(export, result.resultProperty().get() != null);
    }

    private MenuButton more() {
        MenuButton menu = new MenuButton(Words.of("evaluate.run-more"));
        menu.setId("run-more");
        rename.setOnAction(event -> askName());
        delete.setOnAction(event -> model.delete());
        menu.getItems().addAll(rename, delete);
        name.setId("run-name");
        name.setPrefColumnCount(20);
        name.setAccessibleText(Words.of("evaluate.run-name"));
        name.setPromptText(Words.of("evaluate.run-name"));
        RunPane.shown(name, false);
        name.setOnAction(event -> {
            model.rename(name.getText());
            endName();
        });
        name.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        endName();
                        event.consume();
                    }
                });
        name.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        endName();
                    }
                });
        return menu;
    }

    /// The name is written in the place of the title.
    private void askName() {
        RunItem item = model.selectedProperty().get();
        name.setText(item == null ? "" : item.name());
        RunPane.shown(title, false);
        RunPane.shown(name, true);
        name.requestFocus();
        name.selectAll();
    }

    private void endName() {
        RunPane.shown(name, false);
        RunPane.shown(title, true);
    }

    private MenuButton exports(Runnable onPlot) {
        MenuButton menu = new MenuButton(Words.of("evaluate.export"));
        menu.setId("export-run");
        MenuItem figure = new MenuItem(Words.of("evaluate.save-plot"));
        figure.setOnAction(event -> onPlot.run());
        menu.getItems()
                .addAll(
                        item(Words.of("evaluate.save-csv"), "scores", "csv"),
                        item(Words.of("evaluate.save-json"), "experiment", "json"),
                        item(Words.of("evaluate.save-html"), "experiment", "html"),
                        figure);
        return menu;
    }

    private MenuItem item(String words, String name, String ending) {
        MenuItem item = new MenuItem(words);
        String file = name + "." + ending;
        item.setOnAction(
                event -> FileDialogs.save(this, words, file, List.of(ending), result::export));
        return item;
    }
}
