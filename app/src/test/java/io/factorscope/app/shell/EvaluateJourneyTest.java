package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.evaluate.EvaluateViewModel;
import io.factorscope.app.evaluate.EvaluateViewModel.Page;
import io.factorscope.app.evaluate.JudgeKind;
import io.factorscope.core.store.AtomicFiles;

import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The Evaluate screen as a person uses it: a tiny experiment judged by the model itself, what is
/// behind a number, and one's own ratings by key.
class EvaluateJourneyTest extends WindowJourney {
    @AfterEach
    void nothingIsLeft() throws Exception {
        assertNoErrors();
        AtomicFiles.deleteTree(workbench.session().preferences().experiments());
    }

    private EvaluateViewModel model() {
        return workbench.evaluate();
    }

    private <T extends Node> T here(String query, Class<T> type) {
        return robot.from(robot.lookup("#evaluate-place").queryParent())
                .lookup(query)
                .queryAs(type);
    }

    private void fill() throws Exception {
        Path data = Files.writeString(temp.resolve("sentences.csv"), SENTENCES);
        write("#labelled-data", data.toString());
        robot.clickOn(here("SNMF", CheckBox.class));
        robot.clickOn(here("SAE", CheckBox.class));
        write("#sentences", "2");
        write("#samples", "2");
        write("#targets", "0.1");
        run(() -> here("#more", TitledPane.class).setExpanded(true));
        write("#run-tokens", "8");
        write("#run-directions", "1");
        picture("evaluate-form.png");
        run(() -> here("#more", TitledPane.class).setExpanded(false));
    }

    @SuppressWarnings("unchecked")
    private void choose(String query, Object value) {
        run(() -> here(query, ComboBox.class).setValue(value));
    }

    private List<String> behind() {
        return fx(() ->
                model().result().behindProperty().get().groups().stream()
                        .flatMap(group -> group.sentences().stream())
                        .flatMap(sentence -> sentence.said().stream())
                        .toList());
    }

    @Test
    void runReadAndRate() throws Exception {
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT5);
        until(() -> workbench.places().shown() == Place.EVALUATE);
        assertEquals(Page.EMPTY, fx(() -> model().pageProperty().get()));
        picture("evaluate-empty.png");
        robot.clickOn("#new-run");
        until(() -> here("#run-estimate", Label.class).getText().contains("24 labels"));
        fill();
        until(() -> here("#run-estimate", Label.class).getText().contains("3 labels"));
        choose("#judge", JudgeKind.LOCAL);
        robot.clickOn("#run");
        until(() -> model().result().resultProperty().get() != null);
        assertTrue(fx(() -> model().runs().getFirst().ended()));
        TableView<?> table = here("#scores", TableView.class);
        until(() -> table.getItems().size() == 9);
        choose("#measure", "input score");
        until(() -> table.getItems().size() == 12);
        run(table::requestFocus);
        robot.type(KeyCode.HOME);
        until(() -> behind().stream().anyMatch(said -> said.contains("a weak judge")));
        assertTrue(behind().stream().anyMatch(said -> said.contains("local-fluency/1")));
        picture("evaluate-result.png");
        rateByKeys();
    }

    private String count() {
        return fx(() -> here("#rating-count", Label.class).getText());
    }

    private void rateByKeys() throws Exception {
        robot.clickOn("#rate");
        until(() -> count().startsWith("0 of "));
        picture("evaluate-rating.png");
        robot.type(KeyCode.DIGIT2);
        until(() -> count().startsWith("1 of "));
        robot.type(KeyCode.BACK_SPACE);
        until(() -> count().startsWith("0 of "));
        int total = fx(() -> model().rating().shownProperty().get().total());
        for (int i = 0; i < total - 1; i++) {
            robot.type(KeyCode.DIGIT1);
        }
        until(() -> count().startsWith(total - 1 + " of "));
        robot.type(KeyCode.ESCAPE);
        until(() -> model().result().measures().contains("person score"));
        robot.clickOn("#rate");
        until(() -> count().equals(total - 1 + " of " + total));
        robot.clickOn("#rating-1");
        until(() -> model().rating().shownProperty().get().item() == null);
        robot.clickOn("#rating-end");
        until(() -> model().pageProperty().get() == Page.RUN);
        choose("#measure", "person score");
        until(() ->
                model().result().linesProperty().get().stream()
                        .allMatch(line -> line.interval().mean() == 1));
        assertFalse(fx(() -> model().result().rows().isEmpty()));
    }
}
