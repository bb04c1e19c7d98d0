package io.factorscope.app.steer;

import io.factorscope.app.control.HeatLegend;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.app.control.TokenShifts;
import io.factorscope.app.words.Words;
import io.factorscope.core.steering.NextTokens;
import io.factorscope.core.text.VisibleText;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.stream.Stream;

/// The next token after the prompt, before and after: the largest rises and the largest falls.
final class ShiftPane extends VBox {
    private final TokenShifts up = new TokenShifts();
    private final TokenShifts down = new TokenShifts();
    private final Label push = new Label();

    ShiftPane(SteerViewModel model) {
        getStyleClass().addAll("panel", "shift-pane");
        up.setId("shifts-up");
        down.setId("shifts-down");
        push.setId("push");
        Label title = new Label(Words.of("steer.next-token-before-after"));
        title.getStyleClass().add("strong");
        push.getStyleClass().addAll("small", "muted");
        Tips.install(push, Words.of("steer.how-far-all-sliders-together"));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head =
                new HBox(
                        8,
                        title,
                        push,
                        gap,
                        new HeatLegend(
                                HeatLegend.Scale.SIGNED,
                                Words.of("steer.falls"),
                                Words.of("steer.rises"),
                                Words.of("steer.the-change-of-probability-as")));
        head.getStyleClass().add("row");
        getChildren()
                .addAll(head, row(Words.of("steer.rises"), up), row(Words.of("steer.falls"), down));
        // An HBox asks for the height at the preferred width, so that has to be the real one.
        up.prefWrapLengthProperty().bind(widthProperty().subtract(88));
        down.prefWrapLengthProperty().bind(widthProperty().subtract(88));
        visibleProperty().bind(model.shiftsProperty().map(s -> !s.up().isEmpty()));
        managedProperty().bind(visibleProperty());
        model.shiftsProperty().subscribe(this::show);
    }

    private static HBox row(String words, TokenShifts tokens) {
        Label label = new Label(words);
        label.getStyleClass().addAll("small", "muted", "shift-name");
        HBox.setHgrow(tokens, Priority.ALWAYS);
        return new HBox(8, label, tokens);
    }

    private void show(NextTokens shifts) {
        double largest =
                Stream.concat(shifts.up().stream(), shifts.down().stream())
                        .mapToDouble(s -> Math.abs(s.change()))
                        .max()
                        .orElse(1);
        up.setShifts(shown(shifts.up()), largest);
        down.setShifts(shown(shifts.down()), largest);
        push.setText(
                shifts.up().isEmpty()
                        ? ""
                        : Words.format(
                                "steer.all-sliders-together-nats", Numbers.plain(shifts.kl())));
    }

    private static List<TokenShifts.Shift> shown(List<NextTokens.Shift> shifts) {
        return shifts.stream()
                .map(s -> new TokenShifts.Shift(VisibleText.of(s.token()), s.before(), s.after()))
                .toList();
    }
}
