package io.factorscope.app.steer;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
import io.factorscope.core.steering.Slider;
import io.factorscope.core.steering.SteerRun;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The runs so far, newest first: press one to return to it, mark two to compare them blind.
final class HistoryRow extends VBox {
    private static final int SHOWN = 12;
    private static final int LONGEST = 24;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final SteerViewModel model;
    private final FlowPane runs = new FlowPane(8, 8);
    private final List<SteerRun> marked = new ArrayList<>();
    private final Map<SteerRun, ToggleButton> marks = new HashMap<>();
    private final Map<SteerRun, HBox> chips = new HashMap<>();
    private final Button blind;

    HistoryRow(SteerViewModel model, TextColumns texts) {
        this.model = model;
        getStyleClass().add("group");
        runs.setId("history");
        Label title = new Label(Words.of("steer.history"));
        title.getStyleClass().add("strong");
        Label note = new Label(Words.of("steer.press-one-to-return-to"));
        note.getStyleClass().addAll("small", "muted");
        blind = Buttons.text(Words.of("steer.compare-a-and-b-blind"), this::begin);
        blind.setId("blind");
        ExportMenu export = new ExportMenu(model, texts);
        HBox head = new HBox(8, title, note);
        head.getStyleClass().add("row");
        Label notice = new Label();
        notice.setId("export-notice");
        notice.getStyleClass().addAll("small", "muted");
        notice.textProperty().bind(model.export().noticeProperty());
        HBox foot = new HBox(8, blind, export, notice);
        foot.getStyleClass().add("row");
        getChildren().addAll(head, runs, foot);
        model.session().runsProperty().subscribe(runs -> show());
    }

    private void show() {
        List<SteerRun> all = model.history();
        marked.retainAll(all);
        List<SteerRun> shown = all.stream().distinct().limit(SHOWN).toList();
        marks.keySet().retainAll(shown);
        chips.keySet().retainAll(shown); // the others stay: new ones cost a styling each
        runs.getChildren()
                .setAll(shown.stream().map(run -> chips.computeIfAbsent(run, this::chip)).toList());
        if (all.isEmpty()) {
            Label none = new Label(Words.of("steer.what-you-write-with-the"));
            none.getStyleClass().addAll("small", "muted");
            runs.getChildren().setAll(none);
        }
        showMarks();
    }

    /// The buttons stay, and with them the keyboard's focus.
    private void showMarks() {
        marks.forEach((run, mark) -> {
            int place = marked.indexOf(run);
            mark.setText(place < 0 ? "A/B" : place == 0 ? "A" : "B");
            mark.setSelected(place >= 0);
        });
        blind.setDisable(marked.size() != 2);
    }

    private HBox chip(SteerRun run) {
        Button open =
                Buttons.text(
                        CLOCK.format(Instant.parse(run.time())) + "  " + summary(run),
                        () -> model.returnTo(run));
        open.getStyleClass().addAll("small", "history-run");
        Tips.install(open, run.text(model.session()::shortNameOf));
        ToggleButton mark = new ToggleButton();
        mark.getStyleClass().addAll("small", "history-mark");
        mark.setAccessibleText(Words.of("steer.mark-this-run-for-a"));
        mark.setOnAction(event -> mark(run));
        marks.put(run, mark);
        HBox box = new HBox(open, mark);
        box.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.SECONDARY) {
                mark(run);
            }
        });
        return box;
    }

    private String summary(SteerRun run) {
        List<Slider> on = run.spec().heard();
        if (on.isEmpty()) {
            return Words.of("steer.no-push");
        }
        return on.stream().limit(3).map(this::strength).collect(Collectors.joining(" · "));
    }

    private String strength(Slider slider) {
        Double nats = slider.nats();
        return shortened(model.session().shortNameOf(slider.concept()))
                + " "
                + (nats == null ? "α " + Numbers.signed(slider.alpha()) : Numbers.alpha(nats));
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1).strip() + "…";
    }

    private void mark(SteerRun run) {
        if (!marked.remove(run)) {
            marked.add(run);
            if (marked.size() > 2) {
                marked.removeFirst();
            }
        }
        showMarks();
    }

    private void begin() {
        if (marked.size() == 2) {
            model.booth().begin(marked.getFirst().spec(), marked.getLast().spec());
        }
    }
}
