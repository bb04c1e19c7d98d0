package io.factorscope.app.steer;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.DiffText;
import io.factorscope.app.control.Icon;
import io.factorscope.app.words.Words;
import io.factorscope.core.steering.BlindVote;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;

/// Two texts without names, three buttons, and after the vote which was which.
final class BoothPane extends VBox {
    private final BlindBooth booth;
    private final DiffText left = new DiffText();
    private final DiffText right = new DiffText();

    BoothPane(BlindBooth booth) {
        this.booth = booth;
        setId("booth");
        getStyleClass().add("panel");
        left.setId("blind-left");
        right.setId("blind-right");
        Label result = new Label();
        result.setId("blind-result");
        result.setWrapText(true);
        result.textProperty().bind(booth.resultProperty());
        GridPane grid = new GridPane();
        grid.setHgap(16);
        ColumnConstraints half = new ColumnConstraints();
        half.setPercentWidth(50);
        grid.getColumnConstraints().setAll(half, half);
        grid.addRow(0, left, right);
        getChildren().addAll(head(), grid, new HBox(8, votes(), again()), result);
        booth.textsProperty().subscribe(this::show);
        visibleProperty().bind(booth.roundProperty().isNotNull());
        managedProperty().bind(visibleProperty());
    }

    private HBox head() {
        Label title = new Label(Words.of("steer.which-reads-better"));
        title.getStyleClass().add("strong");
        Label note = new Label(Words.of("steer.a-fresh-seed-for-both"));
        note.getStyleClass().addAll("small", "muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head =
                new HBox(
                        8,
                        title,
                        note,
                        gap,
                        Buttons.icon(Icon.CLOSE, Words.of("steer.end"), booth::close));
        head.getStyleClass().add("row");
        return head;
    }

    private HBox votes() {
        HBox votes =
                new HBox(
                        8,
                        vote(Words.of("steer.left"), "vote-left", BlindVote.Choice.LEFT),
                        vote(Words.of("steer.neither"), "vote-same", BlindVote.Choice.SAME),
                        vote(Words.of("steer.right"), "vote-right", BlindVote.Choice.RIGHT));
        votes.getStyleClass().add("row");
        return votes;
    }

    private Button vote(String words, String id, BlindVote.Choice choice) {
        Button button = Buttons.text(words, () -> booth.vote(choice));
        button.setId(id);
        button.disableProperty().bind(booth.readyProperty().not());
        return button;
    }

    private Button again() {
        Button again = Buttons.text(Words.of("steer.another-round"), booth::again);
        again.setId("vote-again");
        again.visibleProperty().bind(booth.resultProperty().isNotEmpty());
        return again;
    }

    private void show(Texts texts) {
        left.setText(joined(texts.baseline()));
        right.setText(joined(texts.steered()));
    }

    private static String joined(List<String> texts) {
        return texts.isEmpty() ? Words.of("steer.writing") : String.join("\n\n", texts);
    }
}
