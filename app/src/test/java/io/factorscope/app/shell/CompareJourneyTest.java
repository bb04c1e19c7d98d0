package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.compare.CompareTexts;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.steering.MethodVotes;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/// The three methods side by side in a real window on the headless platform.
class CompareJourneyTest extends WindowJourney {
    @AfterEach
    void nothingWentWrong() {
        assertNoErrors();
    }

    private boolean idle() {
        return !workbench.compare().busyProperty().get();
    }

    @Test
    void threeMethodsWriteAtOnePushAndAreVotedOnBlind() throws Exception {
        openDemo();
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT5);
        until(() -> workbench.places().shown() == Place.COMPARE);
        run(() -> workbench.compare().labelProperty().set("weather"));
        until(() -> !workbench.compare().columns().getFirst().candidates().isEmpty());
        answer(null);
        click("#compare-add-other");
        assertEquals(FileDialogs.What.FOLDER, asked.getLast().what());
        robot.clickOn("#compare-add-shipped");
        until(() -> idle() && !workbench.compare().columns().get(1).candidates().isEmpty());
        picture("compare-columns.png");
        robot.clickOn("#compare-write");
        until(() -> idle() && !workbench.compare().textsProperty().get().baseline().isEmpty());
        CompareTexts texts = fx(() -> workbench.compare().textsProperty().get());
        assertTrue(texts.texts().getLast().startsWith("One day, a girl named Lily"));
        assertTrue(texts.texts().stream().noneMatch(texts.baseline()::equals));
        picture("compare-texts.png");
        run(() -> workbench.setTheme(Theme.DARK));
        picture("compare-dark.png");
        robot.clickOn("#compare-blind");
        until(() -> workbench.compare().booth().readyProperty().get());
        picture("compare-blind.png");
        robot.clickOn("#compare-vote-1");
        MethodVotes votes = fx(() -> workbench.compare().booth().votes());
        int cast = List.of("snmf", "sae", "diffmeans").stream().mapToInt(votes::of).sum();
        assertEquals(1, cast);
        assertTrue(
                fx(() -> workbench.compare().booth().resultProperty().get())
                        .startsWith("It was, from left to right: "));
    }
}
