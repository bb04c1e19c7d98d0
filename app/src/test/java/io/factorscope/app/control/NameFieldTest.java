package io.factorscope.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FxToolkit;
import io.factorscope.app.theme.Theme;

import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.VBox;

import org.junit.jupiter.api.Test;

/// How a name of any length is seen in a narrow card.
class NameFieldTest {
    private final TextField field = FxToolkit.call(TextField::new);
    private final VBox card = FxToolkit.call(() -> new VBox(new NameField(field, "What it is.")));

    private Label named(String name) {
        return FxToolkit.call(() -> {
            field.setText(name);
            Scene scene = card.getScene() == null ? new Scene(card, 165, 200) : card.getScene();
            Theme.LIGHT.apply(scene);
            card.applyCss();
            card.layout();
            return (Label) card.lookup("#name-shown");
        });
    }

    /// What the tip says once the mouse is there.
    private String tip() {
        return FxToolkit.call(() -> {
            Event.fireEvent(
                    field,
                    new MouseEvent(
                            MouseEvent.MOUSE_ENTERED,
                            0,
                            0,
                            0,
                            0,
                            MouseButton.NONE,
                            0,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            null));
            Object tip = field.getProperties().get("javafx.scene.control.Tooltip");
            return tip instanceof Tooltip shown ? shown.getText() : "";
        });
    }

    @Test
    void aNameThatDoesNotFitGoesOnBelowAndThenEndsInAnEllipsisWithTheWholeInTheTip() {
        double line = named("storm").getHeight();
        assertEquals("What it is.", tip());
        Label two = named("storm, wind and snow");
        double lines = two.getHeight();
        assertTrue(lines > 1.5 * line, lines + " of " + line);
        assertFalse(two.isTextTruncated());
        assertEquals("What it is.", tip());
        String name = "storm, wind and snow, or whatever else falls on a cold and dark day";
        Label cut = named(name);
        assertEquals(lines, cut.getHeight(), 0.5);
        assertTrue(cut.isTextTruncated());
        assertEquals(name + "\nWhat it is.", tip());
        assertFalse(named("storm").isTextTruncated());
        assertEquals("What it is.", tip());
    }
}
