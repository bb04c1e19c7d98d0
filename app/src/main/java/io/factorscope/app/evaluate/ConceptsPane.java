package io.factorscope.app.evaluate;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;

/// Concepts of the open analysis: their ids, what they are called, and from where they can be
/// taken.
final class ConceptsPane extends VBox {
    ConceptsPane(NewRun run) {
        super(4);
        ConceptChoice choice = run.concepts();
        setId("concepts-pane");
        Label name = new Label(Words.of("evaluate.ids"));
        name.getStyleClass().add("muted");
        name.setMinWidth(USE_PREF_SIZE);
        TextField ids = new TextField();
        ids.setId("concept-ids");
        ids.setPromptText(Words.of("evaluate.ids-prompt"));
        ids.setAccessibleText(Words.of("evaluate.ids"));
        ids.textProperty().bindBidirectional(choice.idsProperty());
        ids.setMaxWidth(460);
        Tips.install(ids, Words.of("evaluate.ids-tip"));
        name.setLabelFor(ids);
        HBox.setHgrow(ids, Priority.ALWAYS);
        HBox row = new HBox(8, name, ids, menu(choice));
        row.getStyleClass().add("row");
        Label names = new Label();
        names.setId("concept-names");
        names.setWrapText(true);
        names.textProperty().bind(choice.namesProperty());
        Label problem = new Label();
        problem.setId("concept-problem");
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.textProperty().bind(choice.problemProperty());
        Label none = new Label(Words.of("evaluate.no-analysis"));
        none.setWrapText(true);
        Button open = Buttons.text(Words.of("evaluate.open-one"), run::openAnalysis);
        open.setId("open-analysis");
        open.setMinWidth(USE_PREF_SIZE);
        HBox empty = new HBox(12, none, open);
        empty.getStyleClass().add("row");
        getChildren().addAll(row, names, problem, empty);
        Runnable show =
                () -> {
                    boolean wrong = !choice.problemProperty().get().isEmpty();
                    boolean there = choice.hasAnalysis();
                    FormPane.shown(row, there);
                    FormPane.shown(empty, !there);
                    FormPane.shown(problem, there && wrong);
                    FormPane.shown(names, !wrong);
                };
        choice.problemProperty().subscribe(show);
        choice.namesProperty().subscribe(show);
        show.run();
    }

    private static MenuButton menu(ConceptChoice choice) {
        MenuButton menu = new MenuButton(Words.of("evaluate.take"));
        menu.setId("take-concepts");
        menu.setMinWidth(USE_PREF_SIZE);
        Tips.install(menu, Words.of("evaluate.take-tip"));
        menu.setOnShowing(event -> menu.getItems().setAll(items(choice)));
        // Shown once with something in it, or it would not open at all.
        menu.getItems().setAll(new MenuItem(Words.of("evaluate.take")));
        return menu;
    }

    private static List<MenuItem> items(ConceptChoice choice) {
        List<MenuItem> items = choice.sources().stream().map(one -> item(choice, one)).toList();
        if (!items.isEmpty()) {
            return items;
        }
        MenuItem none = new MenuItem(Words.of("evaluate.nothing-to-take"));
        none.setDisable(true);
        return List.of(none);
    }

    private static MenuItem item(ConceptChoice choice, ConceptChoice.Source source) {
        MenuItem item = new MenuItem(source.name() + "  (" + source.ids().size() + ")");
        item.setMnemonicParsing(false);
        item.setOnAction(event -> choice.take(source.ids()));
        return item;
    }
}
