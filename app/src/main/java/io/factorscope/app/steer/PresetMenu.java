package io.factorscope.app.steer;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.words.Words;

import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Saves, takes up, renames and deletes presets.
final class PresetMenu extends MenuButton {
    private final SteerViewModel model;

    PresetMenu(SteerViewModel model) {
        super(Words.of("steer.presets"));
        this.model = model;
        setId("presets");
        model.presets().names().addListener((ListChangeListener<String>) change -> fill());
        fill();
    }

    private void fill() {
        List<MenuItem> items = new ArrayList<>();
        items.add(
                naming(
                        Words.of("steer.save-these-sliders-as"),
                        "",
                        Words.of("steer.save"),
                        name ->
                                model.presets()
                                        .save(name, model.session().steeringProperty().get())));
        items.add(new SeparatorMenuItem());
        for (String name : model.presets().names()) {
            items.add(preset(name));
        }
        if (model.presets().names().isEmpty()) {
            MenuItem none = new MenuItem(Words.of("steer.no-presets-yet"));
            none.setDisable(true);
            items.add(none);
        }
        getItems().setAll(items);
    }

    private Menu preset(String name) {
        MenuItem use = new MenuItem(Words.of("steer.use"));
        use.setOnAction(event -> model.usePreset(name));
        MenuItem delete = new MenuItem(Words.of("steer.delete"));
        delete.setOnAction(event -> model.presets().delete(name));
        Menu menu =
                new Menu(
                        name,
                        null,
                        use,
                        naming(
                                Words.of("steer.rename-to"),
                                name,
                                Words.of("steer.rename"),
                                other -> model.presets().rename(name, other)),
                        delete);
        menu.setMnemonicParsing(false);
        return menu;
    }

    /// An entry with a field in it; Enter or the button does it.
    private MenuItem naming(String words, String first, String verb, Consumer<String> action) {
        TextField field = new TextField(first);
        field.setPromptText(Words.of("steer.a-name"));
        field.setAccessibleText(words);
        field.setPrefColumnCount(14);
        if (first.isEmpty()) {
            field.setId("preset-name");
        }
        Runnable run =
                () -> {
                    hide();
                    action.accept(field.getText());
                };
        field.setOnAction(event -> run.run());
        Button button = Buttons.text(verb, run);
        button.getStyleClass().add("small");
        HBox row = new HBox(8, new Label(words), field, button);
        row.getStyleClass().add("row");
        return new CustomMenuItem(row, false);
    }
}
