package io.factorscope.app.card;

import io.factorscope.app.control.Beside;
import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Copying;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.NameField;
import io.factorscope.app.control.Tips;
import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.MadeBy;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.MachineLabel;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.function.Supplier;

/// The card's first line: which concept, its name, its star, and what can be done with it.
final class CardHeader extends VBox {
    /// A name of fewer pixels says too little.
    private static final double NAME = 160;

    private final Session session;
    private final ConceptEntry entry;
    private final TextField name = new TextField();
    private final Label machine = new Label(Words.of("card.by-machine"));
    private final HBox tools = new HBox();
    private final ToggleButton star = Buttons.toggle(Icon.STAR, Words.of("card.star"));

    CardHeader(Session session, Analysis analysis, ConceptEntry entry, Runnable onSteer) {
        this.session = session;
        this.entry = entry;
        Label tag = new Label(Session.tag(entry));
        tag.getStyleClass().addAll("heading", "muted");
        tag.setMinWidth(USE_PREF_SIZE);
        buildName();
        star.setId("star-concept");
        star.getStyleClass().add("star-button");
        star.setOnAction(event -> star());
        Button steer = Buttons.text(Words.of("card.steer"), onSteer);
        steer.setId("steer-concept");
        steer.setMinWidth(USE_PREF_SIZE);
        steer.getStyleClass().add("accent");
        Tips.install(steer, Words.of("card.add-a-slider-for-this"));
        machine.setId("machine-made");
        machine.getStyleClass().addAll("small", "muted");
        machine.setMinWidth(USE_PREF_SIZE);
        NameField shown = new NameField(name, Words.of("card.what-this-concept-is-about"));
        HBox.setHgrow(shown, Priority.ALWAYS);
        HBox named = new HBox(tag, shown);
        tools.getChildren().setAll(machine, star, copyMenu(analysis), steer);
        named.getStyleClass().addAll("row", "by-base-line");
        tools.getStyleClass().add("row");
        tools.setAlignment(Pos.CENTER_RIGHT);
        getChildren().add(new Beside(named, tools, NAME, 8));
    }

    /// Offers an experiment on the concept, beside Steer.
    void setOnEvaluate(Runnable action) {
        Button evaluate =
                Buttons.icon(Icon.EVALUATE, Words.of("card.evaluate-this-concept"), action);
        evaluate.setId("evaluate-concept");
        tools.getChildren().add(tools.getChildren().size() - 1, evaluate);
    }

    private void buildName() {
        name.setText(session.nameOf(entry));
        name.setId("concept-name");
        name.getStyleClass().add("heading");
        name.setAccessibleText(Words.of("card.name-of-the-concept"));
        name.setOnAction(event -> session.rename(entry, name.getText()));
        name.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        session.rename(entry, name.getText());
                    }
                });
        name.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                name.setText(session.nameOf(entry));
            }
        });
    }

    private void star() {
        List<String> one = List.of(entry.id());
        session.edit(
                star.isSelected()
                        ? new Edit.Stars(one, List.of())
                        : new Edit.Stars(List.of(), one));
    }

    private MenuButton copyMenu(Analysis analysis) {
        MenuButton menu = new MenuButton();
        menu.setGraphic(Icon.COPY.node());
        menu.setId("copy-card");
        menu.setAccessibleText(Words.of("card.copy-the-card"));
        menu.getStyleClass().addAll("icon-button", "bare-menu");
        Tips.install(menu, Words.of("card.copy-the-card"));
        menu.getItems()
                .setAll(
                        copy(
                                Words.of("card.copy-as-text"),
                                () -> CardText.text(analysis, entry, words(), note())),
                        copy(
                                Words.of("card.copy-as-json"),
                                () -> CardText.json(analysis, entry, words(), note())),
                        copy(
                                Words.of("card.copy-the-direction-as-json"),
                                () -> CardText.direction(entry)));
        return menu;
    }

    private static MenuItem copy(String words, Supplier<String> text) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> Copying.text(text.get()));
        return item;
    }

    private String words() {
        return session.nameOf(entry);
    }

    private String note() {
        return session.annotationsProperty().get().note(entry.id());
    }

    /// Shows what is said of the concept now.
    void show(Annotations annotations) {
        star.setSelected(annotations.starred(entry.id()));
        if (!name.isFocused()) {
            name.setText(session.nameOf(entry));
        }
        MachineLabel label =
                annotations.names().containsKey(entry.id())
                        ? null
                        : annotations.described().get(entry.id());
        machine.setVisible(label != null);
        machine.setManaged(label != null);
        if (label != null) {
            MadeBy by = label.madeBy();
            Tips.install(
                    machine,
                    Words.format(
                            "card.by-machine-tip",
                            label.text(),
                            by.who(),
                            by.how(),
                            day(by.when())));
        }
    }

    private static String day(String instant) {
        return instant.substring(0, Math.min(instant.length(), 10));
    }

    void focusName() {
        name.requestFocus();
        name.selectAll();
    }
}
