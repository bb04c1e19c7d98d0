package io.factorscope.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FxToolkit;
import io.factorscope.app.theme.Theme;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What controls do, beyond how they look.
class ControlsTest {
    private static void show(Parent root, double width) {
        Scene scene = new Scene(root, width, 200);
        Theme.LIGHT.apply(scene);
        root.applyCss();
        root.layout();
    }

    @Test
    void theCentreTokenIsInSightHoweverNarrowTheStrip() {
        for (double width : new double[] {90, 300, 900}) {
            for (int centre : new int[] {0, 50, 99}) {
                Node chip = FxToolkit.call(() -> centreChip(width, centre));
                assertTrue(chip.isVisible());
                assertTrue(chip.getBoundsInParent().getMinX() >= 0);
                assertTrue(chip.getBoundsInParent().getMaxX() <= width);
            }
        }
    }

    private static Node centreChip(double width, int centre) {
        List<Token> tokens =
                IntStream.range(0, 100).mapToObj(i -> new Token("·token" + i, 0)).toList();
        TokenStrip strip = new TokenStrip(tokens, centre);
        show(strip, width);
        return strip.getChildrenUnmodifiable().stream()
                .filter(node ->
                        node.getPseudoClassStates()
                                .contains(javafx.css.PseudoClass.getPseudoClass("centre")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void topTokensEndWholeOrWithAnEllipsisInAnyWidth() {
        for (double width : new double[] {45, 70, 110, 150, 190, 400}) {
            ChipRow row =
                    FxToolkit.call(() -> {
                        ChipRow made = new ChipRow(List.of("·understanding", "·a"));
                        made.setTokens(List.of("·understanding", "·dog", "·cat"));
                        show(made, width);
                        return made;
                    });
            List<Node> seen =
                    row.getChildrenUnmodifiable().stream().filter(Node::isVisible).toList();
            for (Node node : seen) {
                assertTrue(node.getBoundsInParent().getMaxX() <= width, node + " in " + width);
            }
            long chips = seen.stream().filter(TokenChip.class::isInstance).count();
            boolean labelled = seen.stream().anyMatch(Label.class::isInstance);
            assertEquals(width == 400 ? 3 : chips, chips);
            assertTrue(chips == 3 || labelled || chips == 1, "something is left out unsaid");
            assertEquals(width < 120, chips == 0 && labelled, "the first is cut short");
        }
    }

    @Test
    void aPersonsUnderscoresAreSeenOnAButton() {
        Button button =
                FxToolkit.call(() -> {
                    Button made = Buttons.text("body_parts_of_it", () -> {});
                    show(new StackPane(made), 300);
                    return made;
                });
        assertEquals("body_parts_of_it", ((Text) button.lookup(".text")).getText());
    }

    @Test
    void aSmallChangeOfAProbabilityIsTold() {
        assertEquals("2 % → 19 %", TokenShifts.chances(0.02, 0.19));
        assertEquals("2.1 % → 2.0 %", TokenShifts.chances(0.0209, 0.0204));
        assertEquals("0.00 % → 0.03 %", TokenShifts.chances(0.00001, 0.0003));
        assertEquals("0.0 % → 0.5 %", TokenShifts.chances(0, 0.005));
    }

    @Test
    void keysWorkTheDial() {
        List<String> removed = new ArrayList<>();
        ConceptSlider slider =
                FxToolkit.call(() -> {
                    ConceptSlider made = new ConceptSlider("animals");
                    made.setOnRemove(() -> removed.add("animals"));
                    show(made, 600);
                    made.setValue(7);
                    press(made, KeyCode.M);
                    return made;
                });
        assertEquals(1, slider.getValue());
        assertTrue(slider.mutedProperty().get());
        FxToolkit.call(() -> {
            press(slider, KeyCode.DIGIT0);
            press(slider, KeyCode.M);
            press(slider, KeyCode.DELETE);
            return slider;
        });
        assertEquals(0, slider.getValue());
        assertFalse(slider.mutedProperty().get());
        assertEquals(List.of("animals"), removed);
    }

    private static void press(ConceptSlider slider, KeyCode key) {
        Event.fireEvent(
                slider.lookup(".slider"),
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
    }

    @Test
    void aLongFitDrawsFewPoints() {
        int points =
                FxToolkit.call(() -> {
                    LossChart chart = new LossChart();
                    for (int i = 0; i < 100_000; i++) {
                        chart.append(i, 1.0 / (1 + i));
                    }
                    chart.setLogarithmic(true);
                    show(chart, 400);
                    return ((javafx.scene.shape.Polyline) chart.lookup(".curve"))
                            .getPoints()
                            .size();
                });
        assertTrue(points > 400 && points < 2000, "points: " + points);
    }

    @Test
    void aSilentMessageBarTakesNoRoom() {
        MessageBar bar = FxToolkit.call(MessageBar::new);
        assertFalse(bar.isManaged());
        FxToolkit.call(() -> {
            bar.error("FS-DATA-001", "No such file.");
            return bar;
        });
        assertTrue(bar.isManaged());
        assertEquals("FS-DATA-001 No such file.", bar.getAccessibleText());
    }

    @Test
    void theRailHasOneSelectedPlace() {
        NavRail rail =
                FxToolkit.call(() -> {
                    NavRail made =
                            new NavRail(
                                    List.of(
                                            new NavRail.Place("Start", Icon.START),
                                            new NavRail.Place("Tree", Icon.TREE)),
                                    0);
                    made.select(1);
                    return made;
                });
        assertEquals(1, rail.selectedProperty().get());
    }
}
