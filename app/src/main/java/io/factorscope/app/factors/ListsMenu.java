package io.factorscope.app.factors;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;

import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Lists of concepts: which one the table shows, and what can be done with it. Names are typed into
/// a line that opens under the bar.
final class ListsMenu {
    private final FactorsViewModel model;
    private final MenuButton button = new MenuButton();
    private final HBox naming = new HBox();

    ListsMenu(FactorsViewModel model) {
        this.model = model;
        button.setId("lists");
        button.setMnemonicParsing(false);
        button.setMinWidth(MenuButton.USE_PREF_SIZE);
        Tips.install(button, Words.of("factors.show-all-concepts-those-with"));
        button.setOnShowing(event -> button.getItems().setAll(items()));
        button.getItems().setAll(items());
        naming.getStyleClass().add("row");
        naming.setId("list-naming");
        close();
        model.scopeProperty().subscribe(scope -> button.setText(words(scope)));
        model.session().annotationsProperty().subscribe(annotations -> refresh());
    }

    MenuButton button() {
        return button;
    }

    /// The line in which a list gets its name; hidden until it is needed.
    HBox namingLine() {
        return naming;
    }

    private void refresh() {
        button.setText(words(model.scopeProperty().get()));
        if (!button.isShowing()) {
            button.getItems().setAll(items());
        }
    }

    private String words(Scope scope) {
        return switch (scope) {
            case Scope.All all -> Words.of("factors.everything");
            case Scope.Starred starred -> Words.of("factors.starred");
            case Scope.Listed listed -> listed.list();
        };
    }

    private List<MenuItem> items() {
        List<MenuItem> items = new ArrayList<>();
        items.add(
                item(
                        Words.of("factors.everything"),
                        () -> model.scopeProperty().set(new Scope.All())));
        items.add(
                item(
                        Words.of("factors.starred"),
                        () -> model.scopeProperty().set(new Scope.Starred())));
        for (String list : model.lists().names()) {
            items.add(
                    item(
                            list + "  (" + model.lists().size(list) + ")",
                            () -> model.scopeProperty().set(new Scope.Listed(list))));
        }
        items.add(new SeparatorMenuItem());
        MenuItem fresh = item(Words.of("factors.new-list-from-the-selection"), this::create);
        fresh.setId("new-list");
        fresh.setDisable(model.chosenProperty().get().isEmpty());
        items.add(fresh);
        if (model.scopeProperty().get() instanceof Scope.Listed listed) {
            items.add(
                    item(
                            Words.of("factors.steer-this-list-as-one"),
                            () -> model.steerList(listed.list())));
            items.add(item(Words.of("factors.rename-this-list"), () -> rename(listed.list())));
            items.add(
                    item(
                            Words.of("factors.take-the-selection-out-of"),
                            () -> model.lists().remove(listed.list())));
            items.add(
                    item(
                            Words.of("factors.delete-this-list"),
                            () -> model.lists().delete(listed.list())));
        }
        return items;
    }

    /// Lists to put the selection into, for other menus.
    List<MenuItem> addItems() {
        List<MenuItem> items = new ArrayList<>();
        for (String list : model.lists().names()) {
            items.add(item(list, () -> model.lists().add(list)));
        }
        MenuItem fresh = item(Words.of("factors.new-list"), this::create);
        items.add(fresh);
        return items;
    }

    /// Asks for a name and makes a list of the selection.
    void create() {
        ask(
                Words.of("factors.name-of-the-new-list"),
                model.lists().freshName(),
                name -> {
                    model.lists().add(name);
                    return !name.isBlank();
                });
    }

    private void rename(String list) {
        ask(
                Words.of("factors.new-name-of-the-list"),
                list,
                name -> model.lists().rename(list, name));
    }

    private void ask(String question, String first, Predicate<String> keep) {
        TextField name = new TextField(first);
        name.setId("list-name");
        name.setAccessibleText(question);
        HBox.setHgrow(name, Priority.ALWAYS);
        Label label = new Label(question);
        label.getStyleClass().add("muted");
        label.setMinWidth(Label.USE_PREF_SIZE);
        label.setLabelFor(name);
        Label refused = new Label(Words.of("factors.another-list-has-this-name"));
        refused.getStyleClass().addAll("small", "problem");
        refused.setMinWidth(Label.USE_PREF_SIZE);
        refused.setVisible(false);
        refused.managedProperty().bind(refused.visibleProperty());
        Runnable done =
                () -> {
                    if (keep.test(name.getText())) {
                        close();
                    } else {
                        refused.setVisible(true);
                    }
                };
        name.setOnAction(event -> done.run());
        name.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
            }
        });
        naming.getChildren()
                .setAll(
                        label,
                        name,
                        refused,
                        Buttons.text(Words.of("factors.keep"), done),
                        Buttons.text(Words.of("factors.cancel"), this::close));
        naming.setVisible(true);
        naming.setManaged(true);
        name.requestFocus();
        name.selectAll();
    }

    private void close() {
        naming.setVisible(false);
        naming.setManaged(false);
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }
}
