package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.control.Histogram;
import io.factorscope.app.control.TokenText;
import io.factorscope.app.factors.Scope;
import io.factorscope.core.experiment.MadeBy;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.MachineLabel;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The Factors screen as a person uses it: browse and label, own text, map and lists, and all of it
/// from the keyboard.
class FactorsJourneyTest extends WindowJourney {
    @BeforeEach
    void openFactors() throws Exception {
        openDemo();
        run(workbench.places()::showFactors);
    }

    @AfterEach
    void nothingWentWrong() {
        assertNoErrors();
    }

    private String selected() {
        return Objects.requireNonNull(workbench.factors().selectedProperty().get()).id();
    }

    private void type(String query, String words) {
        run(() -> onFactors(query, TextInputControl.class).setText(words));
    }

    @Test
    void browseAndLabel() throws Exception {
        type("#filter", "parts of the body");
        until(() -> workbench.factors().rows().size() == 1);
        run(() -> workbench.factors().goTo("F41"));
        awaitCard();
        assertEquals(12, fx(() -> onFactors("#examples", Pane.class).getChildren().size()));
        robot.clickOn("#range-quantiles");
        until(() -> onFactors("#examples", Pane.class).getChildren().size() == 25);
        picture("card-quantiles.png");
        robot.clickOn("#range-random");
        until(() -> onFactors("#examples", Pane.class).getChildren().size() == 12);
        robot.clickOn("#range-top");
        pulses(8);
        Histogram density = onFactors("#density", Histogram.class);
        Node chip = robot.lookup("#examples .token-chip:centre").query();
        robot.moveTo(chip);
        until(() -> !Double.isNaN(density.marked()));
        robot.clickOn("#star-concept");
        until(() -> stars().contains("F41"));
        run(() -> onFactors("#concept-note", TextInputControl.class).requestFocus());
        robot.write("cheeks and eyes");
        robot.clickOn("#filter");
        until(() -> note().equals("cheeks and eyes"));
        run(() -> onFactors("#concepts", TableView.class).requestFocus());
        robot.push(KeyCode.SHORTCUT, KeyCode.Z);
        until(() -> note().isEmpty());
        type("#filter", "");
        Node near = onFactors("#nearest", Pane.class).getChildren().getFirst();
        run(() -> ((javafx.scene.control.Button) near).fire());
        until(() -> !selected().equals("F41"));
    }

    @Test
    void aMachinesLabelIsMarkedUntilAPersonGivesAName() throws Exception {
        MadeBy by = new MadeBy("openai:gpt-4o-mini", "2026-01-02T03:04:05Z", "describe-input/1");
        MachineLabel label = new MachineLabel("Words for ways to go down", by);
        run(() ->
                workbench
                        .session()
                        .edit(new Edit.Describe(Map.of("F0", label, "F41", label), List.of())));
        run(() -> workbench.factors().goTo("F41"));
        until(() -> selected().equals("F41"));
        assertFalse(onFactors("#machine-made", Label.class).isVisible(), "it has a name");
        run(() -> workbench.session().edit(new Edit.Name("F0", "")));
        run(() -> workbench.factors().goTo("F0"));
        until(() ->
                onFactors("#concept-name", TextInputControl.class).getText().equals(label.text()));
        assertTrue(onFactors("#machine-made", Label.class).isVisible());
        picture("machine-made.png");
        run(() -> workbench.session().edit(new Edit.Name("F0", "down")));
        until(() -> !onFactors("#machine-made", Label.class).isVisible());
    }

    @Test
    void aFactorIsAskedHowItSteersAndHasItsColumn() throws Exception {
        run(() -> workbench.factors().goTo("F41"));
        until(() -> selected().equals("F41"));
        awaitCard();
        robot.clickOn("#measure-steering");
        until(() -> workbench.session().annotationsProperty().get().measured().containsKey("F41"));
        until(() -> robot.lookup("#measure-steering").queryAll().isEmpty());
        picture("measured.png");
        run(() -> workbench.session().undo());
        until(() -> !robot.lookup("#measure-steering").queryAll().isEmpty());
    }

    private List<String> stars() {
        return List.copyOf(workbench.session().annotationsProperty().get().stars());
    }

    private String note() {
        return workbench.session().annotationsProperty().get().note("F41");
    }

    @Test
    void ownText() throws Exception {
        robot.push(KeyCode.SHORTCUT, KeyCode.T);
        robot.write("The happy dog ran home.");
        TokenText tokens = onFactors("#own-tokens", TokenText.class);
        until(() -> tokens.getAccessibleText().endsWith("."));
        assertEquals(6, tokens.getChildren().size());
        until(() -> onFactors("#own-strongest", Pane.class).getChildren().size() > 3);
        robot.clickOn(tokens.getChildren().get(2));
        until(() -> workbench.factors().text().tokenProperty().get() == 2);
        robot.clickOn("#sort-by-text");
        until(() -> strongestOnTop());
        picture("own-text.png");
        robot.clickOn("#own-text");
        robot.push(KeyCode.ESCAPE);
        until(() -> tokens.getChildren().isEmpty());
    }

    private boolean strongestOnTop() {
        var focus = workbench.factors().text().focusProperty().get();
        String first = workbench.factors().rows().getFirst().id();
        return focus.strongest().getFirst().entry().id().equals(first);
    }

    @Test
    void mapAndList() throws Exception {
        robot.clickOn("#map-toggle");
        until(() -> workbench.factors().map().pointsProperty().get().size() == 80);
        robot.clickOn("#map-neighbours");
        until(() -> !workbench.factors().map().busyProperty().get());
        Bounds map =
                fx(() -> {
                    Node node = onFactors("#map", Node.class);
                    return node.localToScreen(node.getLayoutBounds());
                });
        robot.moveTo(map.getMinX() + 2, map.getMinY() + 2)
                .press(javafx.scene.input.MouseButton.PRIMARY)
                .moveTo(map.getCenterX(), map.getMinY() + 2)
                .moveTo(map.getCenterX(), map.getMaxY() - 2)
                .moveTo(map.getMinX() + 2, map.getMaxY() - 2);
        robot.release(javafx.scene.input.MouseButton.PRIMARY);
        until(() -> workbench.factors().chosenProperty().get().size() > 1);
        int many = workbench.factors().chosenProperty().get().size();
        assertTrue(many < 80);
        picture("map-lasso.png");
        MenuButton add = onFactors("#add-to-list", MenuButton.class);
        run(() -> add.getItems().getLast().fire());
        robot.push(KeyCode.SHORTCUT, KeyCode.A);
        robot.write("left side");
        robot.push(KeyCode.ENTER);
        until(() -> workbench.factors().lists().names().contains("left side"));
        robot.clickOn("#map-toggle");
        run(() -> workbench.factors().scopeProperty().set(new Scope.Listed("left side")));
        until(() -> workbench.factors().rows().size() == many);
        assertFalse(fx(() -> onFactors("#list-naming", Pane.class).isVisible()));
    }

    @Test
    void everythingFromTheKeyboard() throws Exception {
        robot.push(KeyCode.SHORTCUT, KeyCode.F);
        robot.write("a");
        until(() -> workbench.factors().rows().size() < 80);
        robot.push(KeyCode.ESCAPE);
        until(() -> workbench.factors().rows().size() == 80);
        TableView<?> table = onFactors("#concepts", TableView.class);
        run(table::requestFocus);
        robot.push(KeyCode.HOME);
        String first = fx(this::selected);
        robot.push(KeyCode.DOWN);
        until(() -> !selected().equals(first));
        robot.push(KeyCode.SHIFT, KeyCode.DOWN);
        until(() -> workbench.factors().chosenProperty().get().size() == 2);
        robot.push(KeyCode.S);
        until(() -> stars().size() == 2);
        robot.push(KeyCode.SHORTCUT, KeyCode.C);
        String copied = fx(() -> Clipboard.getSystemClipboard().getString());
        assertEquals(3, copied.lines().count(), copied);
        robot.push(KeyCode.F2);
        robot.write("named by hand");
        robot.push(KeyCode.ENTER);
        until(() -> workbench.session().names().containsValue("named by hand"));
        robot.push(KeyCode.SHORTCUT, KeyCode.M);
        until(() -> workbench.factors().map().pointsProperty().get().size() == 80);
        String before = fx(this::selected);
        robot.push(KeyCode.RIGHT);
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.LEFT);
        until(() -> !selected().equals(before));
        robot.push(KeyCode.PLUS);
        robot.push(KeyCode.DIGIT0);
        robot.push(KeyCode.SHORTCUT, KeyCode.ENTER);
        until(() -> workbench.places().shown() == Place.STEER);
    }
}
