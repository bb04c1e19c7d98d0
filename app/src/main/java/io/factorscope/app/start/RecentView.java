package io.factorscope.app.start;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.nio.file.Path;
import java.util.function.Consumer;

/// The recent analyses, most recent first; those that have gone are grey and can only be removed.
final class RecentView extends VBox {
    private static final int SHOWN = 5;

    private final RecentList recent;
    private final Consumer<Path> onOpen;
    private final ObservableValue<Boolean> busy;

    RecentView(RecentList recent, Consumer<Path> onOpen, ObservableValue<Boolean> busy) {
        super(8);
        this.recent = recent;
        this.onOpen = onOpen;
        this.busy = busy;
        setId("recent");
        recent.entries().subscribe(this::show);
        show();
    }

    private void show() {
        getChildren().setAll(recent.entries().stream().limit(SHOWN).map(this::row).toList());
        setVisible(!getChildren().isEmpty());
        setManaged(isVisible());
    }

    private Node row(RecentList.Entry entry) {
        Hyperlink name = new Hyperlink(entry.name());
        name.getStyleClass().add("recent-name");
        name.setOnAction(event -> onOpen.accept(Path.of(entry.item().folder())));
        Tips.install(name, entry.item().folder());
        if (entry.isThere()) {
            name.disableProperty().bind(busy);
        } else {
            name.setDisable(true);
        }
        Label what =
                new Label(
                        entry.isThere()
                                ? entry.item().what()
                                : Words.of("start.is-no-longer-there"));
        what.setWrapText(true);
        what.getStyleClass().addAll("small", "muted");
        VBox words = new VBox(name, what);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row =
                new HBox(
                        4,
                        words,
                        Buttons.icon(
                                Icon.CLOSE,
                                Words.of("start.remove-from-this-list"),
                                () -> recent.remove(entry)));
        row.getStyleClass().add("row");
        return row;
    }
}
