package io.factorscope.app.shell;

import static io.factorscope.app.shell.Window.ask;
import static io.factorscope.app.shell.Window.until;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.CssWarnings;
import io.factorscope.app.control.Histogram;
import io.factorscope.app.control.TokenText;
import io.factorscope.app.factors.Scope;

import javafx.geometry.Bounds;
import javafx.scene.Node;
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
import java.util.Objects;

/// The Factors screen as a person uses it: browse and label, own text, map and lists, and all of it
/// from the keyboard.
@SuppressWarnings("NullAway.Init") // set before each test
class FactorsJourneyTest {
    private Window window;
    private CssWarnings warnings;

    @BeforeEach
    void open() throws Exception {
        warnings = new CssWarnings();
        window = Window.open();
        window.openDemo();
        window.run(window.workbench::showFactors);
    }

    @AfterEach
    void close() {
        List<String> said = warnings.messages();
        warnings.close();
        Object failures = ask(() -> List.copyOf(window.errors.entries()));
        window.close();
        assertEquals(List.of(), said);
        assertEquals(List.of(), failures);
    }

    private String selected() {
        return Objects.requireNonNull(window.workbench.factors().selectedProperty().get()).id();
    }

    private void write(String query, String words) {
        window.run(() -> window.onFactors(query, TextInputControl.class).setText(words));
    }

    @Test
    void browseAndLabel() throws Exception {
        write("#filter", "parts of the body");
        until(() -> window.workbench.factors().rows().size() == 1);
        window.run(() -> window.workbench.factors().goTo("F41"));
        until(() -> window.onFactors("#examples", Pane.class).getChildren().size() == 12);
        window.robot.clickOn("#range-quantiles");
        until(() -> window.onFactors("#examples", Pane.class).getChildren().size() == 25);
        window.picture("card-quantiles.png");
        window.robot.clickOn("#range-random");
        until(() -> window.onFactors("#examples", Pane.class).getChildren().size() == 12);
        window.robot.clickOn("#range-top");
        Histogram density = window.onFactors("#density", Histogram.class);
        Node chip = window.robot.lookup("#examples .token-chip:centre").query();
        window.robot.moveTo(chip);
        until(() -> !Double.isNaN(density.marked()));
        window.robot.clickOn("#star-concept");
        until(() -> stars().contains("F41"));
        window.run(() -> window.onFactors("#concept-note", TextInputControl.class).requestFocus());
        window.robot.write("cheeks and eyes");
        window.robot.clickOn("#filter");
        until(() -> note().equals("cheeks and eyes"));
        window.run(() -> window.onFactors("#concepts", TableView.class).requestFocus());
        window.robot.push(KeyCode.SHORTCUT, KeyCode.Z);
        until(() -> note().isEmpty());
        write("#filter", "");
        Node near = window.onFactors("#nearest", Pane.class).getChildren().getFirst();
        window.run(() -> ((javafx.scene.control.Button) near).fire());
        until(() -> !selected().equals("F41"));
    }

    private List<String> stars() {
        return List.copyOf(window.workbench.session().annotationsProperty().get().stars());
    }

    private String note() {
        return window.workbench.session().annotationsProperty().get().note("F41");
    }

    @Test
    void ownText() throws Exception {
        window.robot.push(KeyCode.SHORTCUT, KeyCode.T);
        window.robot.write("The happy dog ran home.");
        TokenText tokens = window.onFactors("#own-tokens", TokenText.class);
        until(() -> tokens.getChildren().size() == 6);
        until(() -> window.onFactors("#own-strongest", Pane.class).getChildren().size() > 3);
        window.robot.clickOn(tokens.getChildren().get(2));
        until(() -> window.workbench.factors().text().tokenProperty().get() == 2);
        window.robot.clickOn("#sort-by-text");
        until(() -> strongestOnTop());
        window.picture("own-text.png");
        window.robot.clickOn("#own-text");
        window.robot.push(KeyCode.ESCAPE);
        until(() -> tokens.getChildren().isEmpty());
    }

    private boolean strongestOnTop() {
        var focus = window.workbench.factors().text().focusProperty().get();
        String first = window.workbench.factors().rows().getFirst().id();
        return focus.strongest().getFirst().entry().id().equals(first);
    }

    @Test
    void mapAndList() throws Exception {
        window.robot.clickOn("#map-toggle");
        until(() -> window.workbench.factors().map().pointsProperty().get().size() == 80);
        window.robot.clickOn("#map-neighbours");
        until(() -> !window.workbench.factors().map().busyProperty().get());
        Bounds map =
                ask(() -> {
                    Node node = window.onFactors("#map", Node.class);
                    return node.localToScreen(node.getLayoutBounds());
                });
        window.robot
                .moveTo(map.getMinX() + 2, map.getMinY() + 2)
                .press(javafx.scene.input.MouseButton.PRIMARY)
                .moveTo(map.getCenterX(), map.getMinY() + 2)
                .moveTo(map.getCenterX(), map.getMaxY() - 2)
                .moveTo(map.getMinX() + 2, map.getMaxY() - 2);
        window.robot.release(javafx.scene.input.MouseButton.PRIMARY);
        until(() -> window.workbench.factors().chosenProperty().get().size() > 1);
        int many = window.workbench.factors().chosenProperty().get().size();
        assertTrue(many < 80);
        window.picture("map-lasso.png");
        MenuButton add = window.onFactors("#add-to-list", MenuButton.class);
        window.run(() -> add.getItems().getLast().fire());
        window.robot.push(KeyCode.SHORTCUT, KeyCode.A);
        window.robot.write("left side");
        window.robot.push(KeyCode.ENTER);
        until(() -> window.workbench.factors().lists().names().contains("left side"));
        window.robot.clickOn("#map-toggle");
        window.run(() ->
                window.workbench.factors().scopeProperty().set(new Scope.Listed("left side")));
        until(() -> window.workbench.factors().rows().size() == many);
        assertFalse(ask(() -> window.onFactors("#list-naming", Pane.class).isVisible()));
    }

    @Test
    void everythingFromTheKeyboard() throws Exception {
        window.robot.push(KeyCode.SHORTCUT, KeyCode.F);
        window.robot.write("a");
        until(() -> window.workbench.factors().rows().size() < 80);
        window.robot.push(KeyCode.ESCAPE);
        until(() -> window.workbench.factors().rows().size() == 80);
        TableView<?> table = window.onFactors("#concepts", TableView.class);
        window.run(table::requestFocus);
        window.robot.push(KeyCode.HOME);
        String first = ask(this::selected);
        window.robot.push(KeyCode.DOWN);
        until(() -> !selected().equals(first));
        window.robot.push(KeyCode.SHIFT, KeyCode.DOWN);
        until(() -> window.workbench.factors().chosenProperty().get().size() == 2);
        window.robot.push(KeyCode.S);
        until(() -> stars().size() == 2);
        window.robot.push(KeyCode.SHORTCUT, KeyCode.C);
        String copied = ask(() -> Clipboard.getSystemClipboard().getString());
        assertEquals(3, copied.lines().count(), copied);
        window.robot.push(KeyCode.F2);
        window.robot.write("named by hand");
        window.robot.push(KeyCode.ENTER);
        until(() -> window.workbench.session().names().containsValue("named by hand"));
        window.robot.push(KeyCode.SHORTCUT, KeyCode.M);
        until(() -> window.workbench.factors().map().pointsProperty().get().size() == 80);
        String before = ask(this::selected);
        window.robot.push(KeyCode.RIGHT);
        window.robot.push(KeyCode.DOWN);
        window.robot.push(KeyCode.LEFT);
        until(() -> !selected().equals(before));
        window.robot.push(KeyCode.PLUS);
        window.robot.push(KeyCode.DIGIT0);
        window.robot.push(KeyCode.SHORTCUT, KeyCode.ENTER);
        until(() -> window.workbench.placeIndex() == 3);
    }
}
