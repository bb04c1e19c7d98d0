package io.factorscope.app.start;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
import io.factorscope.core.project.AnalysisSpec;
import io.factorscope.core.project.UnfinishedFits;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.Locale;

/// The analyses that were under way when their window went away, each to go on with or to discard.
final class UnfinishedView extends VBox {
    private final Fitting fitting;
    private final ObservableValue<Boolean> busy;

    UnfinishedView(Fitting fitting, ObservableValue<Boolean> busy) {
        super(8);
        this.fitting = fitting;
        this.busy = busy;
        setId("unfinished");
        fitting.unfinished().subscribe(this::show);
        show();
    }

    private void show() {
        getChildren().setAll(fitting.unfinished().stream().map(this::row).toList());
        setVisible(!getChildren().isEmpty());
        setManaged(isVisible());
    }

    private Node row(UnfinishedFits.Item item) {
        Hyperlink go = new Hyperlink(Words.of("start.go-on-with-an-interrupted"));
        go.getStyleClass().add("recent-name");
        go.setOnAction(event -> fitting.goOn(item));
        go.disableProperty().bind(busy);
        Tips.install(go, Words.of("start.from-its-last-checkpoint-to"));
        Label what = new Label(what(item));
        what.setWrapText(true);
        what.getStyleClass().addAll("small", "muted");
        VBox words = new VBox(go, what);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row =
                new HBox(
                        4,
                        words,
                        Buttons.icon(
                                Icon.CLOSE,
                                Words.of("start.discard-it-and-delete-its"),
                                () -> fitting.discard(item)));
        row.getStyleClass().add("row");
        return row;
    }

    private static String what(UnfinishedFits.Item item) {
        UnfinishedFits.Request request = item.request();
        AnalysisSpec spec = request.spec();
        return String.format(
                Locale.ROOT,
                "%s · %s · K = %d · %s",
                request.model().isEmpty() ? Words.of("start.the-embedded-model") : request.model(),
                spec.hook(),
                spec.fit().rank(),
                item.iterations() == 0
                        ? Words.of("start.not-yet-fitting")
                        : Words.format(
                                "start.at-iteration-of",
                                item.iterations(),
                                spec.fit().iterations()));
    }
}
