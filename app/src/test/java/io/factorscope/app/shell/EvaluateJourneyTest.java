package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.evaluate.ChatForm;
import io.factorscope.app.evaluate.EvaluateViewModel;
import io.factorscope.app.evaluate.EvaluateViewModel.Page;
import io.factorscope.app.evaluate.JudgeKind;
import io.factorscope.app.evaluate.ServiceKind;
import io.factorscope.app.words.Words;
import io.factorscope.core.store.AtomicFiles;

import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

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

    /// Two labels, and numbers as small as they go.
    private void fill() throws Exception {
        Path data = temp.resolve("sentences.csv");
        Files.writeString(data, SENTENCES.lines().limit(9).collect(Collectors.joining("\n")));
        write("#labelled-data", data.toString());
        robot.clickOn(here("SNMF", CheckBox.class));
        robot.clickOn(here("SAE", CheckBox.class));
        write("#sentences", "2");
        write("#samples", "2");
        write("#targets", "0.1");
        run(() -> here("#more", TitledPane.class).setExpanded(true));
        write("#run-tokens", "4");
        write("#run-directions", "1");
        picture("evaluate-form.png");
        run(() -> here("#more", TitledPane.class).setExpanded(false));
    }

    /// Goes on from a place with Tab until something of an id has the focus.
    private void tabTo(String from, String id) {
        run(() -> here(from, Node.class).requestFocus());
        String seen = "";
        for (int i = 0; i < 9; i++) {
            Node owner = fx(() -> stage.getScene().getFocusOwner());
            if (owner != null && id.equals(owner.getId())) {
                return;
            }
            seen += owner == null ? "" : " " + owner.getId();
            robot.type(KeyCode.TAB);
        }
        fail("Tab does not come to " + id + " but to" + seen);
    }

    @SuppressWarnings("unchecked")
    private void choose(String query, Object value) {
        run(() -> here(query, ComboBox.class).setValue(value));
    }

    private List<String> behind() {
        return model().result().behindProperty().get().groups().stream()
                .flatMap(group -> group.sentences().stream())
                .flatMap(sentence -> sentence.said().stream())
                .toList();
    }

    @Test
    void runReadAndRate() throws Exception {
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT6);
        until(() -> workbench.places().shown() == Place.EVALUATE);
        assertEquals(Page.EMPTY, fx(() -> model().pageProperty().get()));
        picture("evaluate-empty.png");
        tabTo("#new-run", "open-run");
        robot.push(KeyCode.SHIFT, KeyCode.TAB);
        robot.type(KeyCode.SPACE);
        until(() -> here("#run-estimate", Label.class).getText().contains("24 labels"));
        fill();
        until(() -> here("#run-estimate", Label.class).getText().contains("2 labels"));
        choose("#judge", JudgeKind.LOCAL);
        AtomicInteger shown = new AtomicInteger();
        run(() ->
                model().result()
                        .resultProperty()
                        .subscribe(found -> shown.addAndGet(found == null ? 0 : 1)));
        tabTo("#targets", "run");
        robot.type(KeyCode.SPACE);
        until(() -> model().result().resultProperty().get() != null);
        assertTrue(fx(() -> model().runs().getFirst().ended()));
        TableView<?> table = here("#scores", TableView.class);
        until(() -> table.getItems().size() == 6);
        choose("#measure", "input score");
        until(() -> table.getItems().size() == 8);
        tabTo("#measure", "scores");
        robot.type(KeyCode.DOWN);
        until(() -> behind().stream().anyMatch(said -> said.contains("a weak judge")));
        assertTrue(fx(this::behind).toString().contains("local-fluency/1"));
        picture("evaluate-result.png");
        export();
        rename();
        // Shown once: had the list chosen the ended run again, the row above would be lost.
        assertEquals(1, shown.get());
        rateByKeys();
        deleteAndBringBack();
        evaluateAConcept();
    }

    private void export() throws Exception {
        for (String form : List.of("scores.csv", "experiment.json", "experiment.html")) {
            Path file = temp.resolve(form);
            String words = words(form);
            answer(null);
            pick("#export-run", words);
            assertEquals(form, asked.getLast().name());
            assertTrue(form.endsWith("." + asked.getLast().endings().getFirst()));
            assertFalse(Files.exists(file));
            answer(file);
            pick("#export-run", words);
            until(() -> Files.exists(file));
        }
        answer(null);
        click("#open-run");
        assertEquals(FileDialogs.What.FOLDER, asked.getLast().what());
    }

    private static String words(String form) {
        return switch (form) {
            case "scores.csv" -> Words.of("evaluate.save-csv");
            case "experiment.json" -> Words.of("evaluate.save-json");
            default -> Words.of("evaluate.save-html");
        };
    }

    private void rename() throws Exception {
        run(() -> here("#run-more", MenuButton.class).getItems().getFirst().fire());
        robot.write("first try");
        robot.type(KeyCode.ENTER);
        until(() -> model().runs().getFirst().name().equals("first try"));
        assertFalse(fx(() -> behind().isEmpty()));
    }

    /// From a concept's card to a form that is filled in, with all that a chat service adds.
    private void evaluateAConcept() throws Exception {
        openDemo();
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT2);
        run(() -> workbench.factors().choose(List.of("F8")));
        until(() -> robot.lookup("#factors-place #evaluate-concept").tryQuery().isPresent());
        robot.clickOn("#factors-place #evaluate-concept");
        until(() -> workbench.places().shown() == Place.EVALUATE);
        until(() -> here("#concept-names", Label.class).getText().startsWith("#8 "));
        until(() -> here("#run-estimate", Label.class).getText().contains("1 concept, "));
        assertTrue(here("#sentence-source", ComboBox.class).isDisabled());
        picture("evaluate-concepts.png");
        choose("#service", ServiceKind.COMPATIBLE);
        choose("#sentence-source", ChatForm.Sentences.WRITTEN);
        choose("#descriptions", ChatForm.Descriptions.FILE);
        write("#chat-model", "tiny");
        write("#chat-base", "http://localhost:1/v1");
        write("#concept-ids", "F8, nothing");
        until(() -> here("#concept-problem", Label.class).isVisible());
        assertTrue(here("#labelled-data", TextField.class).isDisabled());
        run(() -> here("#more", TitledPane.class).setExpanded(true));
        assertTrue(here("#run-model", TextField.class).isDisabled());
        picture("evaluate-written.png");
    }

    private void deleteAndBringBack() throws Exception {
        run(() -> here("#run-more", MenuButton.class).getItems().getLast().fire());
        until(() -> model().pageProperty().get() == Page.EMPTY && model().runs().isEmpty());
        until(() -> model().list().deletedProperty().get() != null);
        picture("evaluate-deleted.png");
        tabTo("#new-run", "bring-back");
        robot.type(KeyCode.SPACE);
        until(() -> model().runs().size() == 1 && model().result().canRate());
    }

    private String count() {
        return here("#rating-count", Label.class).getText();
    }

    private void rateByKeys() throws Exception {
        tabTo("#runs", "rate");
        robot.type(KeyCode.SPACE);
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
