package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FxToolkit;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.BlindVote;
import io.factorscope.core.steering.SteerRun;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Steering, the tree and the guided demo in a real window on the headless platform.
class SteerJourneyTest extends WindowJourney {
    @Override
    int height() {
        return 900;
    }

    @AfterEach
    void nothingWentWrong() {
        assertNoErrors();
    }

    @Test
    void twoSlidersAreCalibratedComparedAndVotedOn() throws Exception {
        openDemo();
        FxToolkit.call(() -> {
            workbench.steering().form().tokens.set("10");
            return true;
        });
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT4);
        until(() -> workbench.steering().history().size() == 1);
        until(() -> robot.lookup("#shifts-up .token-chip").tryQuery().isPresent());
        until(() -> allCalibrated());
        FxToolkit.call(() -> {
            robot.lookup("#slider-L-afraid .slider").query().requestFocus();
            return true;
        });
        double before = FxToolkit.call(() -> workbench.steering().sliders().get(1).nats());
        robot.type(KeyCode.RIGHT);
        until(() -> workbench.steering().sliders().get(1).nats() > before);
        robot.type(KeyCode.S);
        until(() -> workbench.steering().sliders().get(1).soloProperty().get());
        until(() -> workbench.steering().history().size() >= 2 && idle());
        FxToolkit.call(() -> {
            var runs = workbench.steering().history();
            workbench.steering().booth().begin(runs.get(0).spec(), runs.get(1).spec());
            return true;
        });
        until(() -> workbench.steering().booth().readyProperty().get());
        FxToolkit.call(() -> {
            robot.lookup("#vote-left").queryButton().fire();
            return true;
        });
        until(() -> workbench.steering().booth().resultProperty().get().contains(" of 1."));
        BlindVote vote = FxToolkit.call(() -> workbench.steering().booth().roundProperty().get());
        assertEquals(1, workbench.steering().booth().tally(vote.first(), vote.second()).rounds());
    }

    /// Both reach 0.5 nats to the right on this prompt or say how far they do, and nothing is left
    /// to be found out.
    private boolean allCalibrated() {
        return workbench.steering().sliders().stream().allMatch(s -> s.reach(1) > 0)
                && workbench.steering().calibratingProperty().get().isEmpty();
    }

    private boolean idle() {
        return !workbench.steering().writingProperty().get();
    }

    private static final int MOST_TABS = 150;

    /// Presses Tab until a node has the focus.
    private void tabTo(String what, Predicate<Node> wanted) {
        for (int i = 0; i < MOST_TABS; i++) {
            boolean there =
                    fx(() -> {
                        Node owner = stage.getScene().getFocusOwner();
                        return owner != null && wanted.test(owner);
                    });
            if (there) {
                return;
            }
            // Without the five frames that the robot waits after each key.
            robot.robotContext().getKeyboardRobot().pressNoWait(KeyCode.TAB);
            robot.robotContext().getKeyboardRobot().releaseNoWait(KeyCode.TAB);
        }
        throw new AssertionError("Tab does not lead to " + what);
    }

    private void tabTo(String id) {
        tabTo(id, node -> id.equals(node.getId()));
    }

    /// Runs that come meanwhile make the marks anew, so they are looked up at each step.
    private void tabToMark(int number) {
        tabTo(
                "mark " + number,
                node -> {
                    List<Node> marks =
                            List.copyOf(robot.lookup("#history .history-mark").queryAll());
                    return marks.size() > number && node.equals(marks.get(number));
                });
    }

    /// Until no run has come for a second: what was calibrated is written again.
    private void awaitQuiet() throws Exception {
        SteerRun newest;
        do {
            newest = fx(() -> workbench.steering().history().getFirst());
            TimeUnit.SECONDS.sleep(1);
        } while (!fx(this::idle)
                || !newest.equals(fx(() -> workbench.steering().history().getFirst())));
    }

    private int slidersOfNewest() {
        return workbench.steering().history().getFirst().spec().sliders().size();
    }

    @Test
    void steeringNeedsNoMouse() throws Exception {
        openDemo();
        run(() -> workbench.steering().form().tokens.set("6"));
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT4);
        until(() -> workbench.steering().history().size() == 1 && idle());
        tabTo("prompt");
        robot.push(KeyCode.SHORTCUT, KeyCode.A);
        robot.write("The dog ran");
        robot.type(KeyCode.ENTER);
        until(() ->
                idle()
                        && workbench.steering().textsProperty().get().baseline().stream()
                                .anyMatch(text -> text.startsWith("The dog ran")));
        until(this::allCalibrated);
        tabTo("a slider", node -> node.getStyleClass().contains("slider"));
        double before = fx(() -> workbench.steering().sliders().getFirst().nats());
        robot.type(KeyCode.RIGHT);
        until(() -> workbench.steering().sliders().getFirst().nats() > before);
        robot.type(KeyCode.M);
        until(() -> workbench.steering().sliders().getFirst().mutedProperty().get());
        robot.type(KeyCode.M);
        until(() -> !workbench.steering().sliders().getFirst().mutedProperty().get());
        tabTo("add-concept");
        robot.type(KeyCode.DOWN);
        robot.write("animals");
        robot.type(KeyCode.DOWN);
        robot.type(KeyCode.ENTER);
        until(() -> workbench.steering().sliders().size() == 3);
        until(this::allCalibrated);
        until(() -> idle() && slidersOfNewest() == 3);
        awaitQuiet();
        tabToMark(0);
        robot.type(KeyCode.SPACE);
        tabToMark(1);
        robot.type(KeyCode.SPACE);
        tabTo("blind");
        robot.type(KeyCode.SPACE);
        until(() -> workbench.steering().booth().readyProperty().get());
        tabTo("vote-left");
        robot.type(KeyCode.SPACE);
        until(() -> workbench.steering().booth().resultProperty().get().contains(" of 1."));
        tabTo("export");
        tabTo("presets");
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT1);
        until(() -> workbench.places().shown() == Place.START);
    }

    @Test
    void theTreeIsWalkedFromTheKeyboardAndSteeredFromWithGhostsOnItsChildren() throws Exception {
        openDemo();
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT3);
        FxToolkit.call(() -> {
            workbench.tree().ranksProperty().set("30, 6");
            workbench.tree().grow();
            return true;
        });
        until(() -> drawn() == 6);
        FxToolkit.call(() -> {
            robot.lookup("#tree-canvas").query().requestFocus();
            return true;
        });
        String first = FxToolkit.call(() -> workbench.tree().drawing().selectedProperty().get());
        robot.type(KeyCode.DOWN);
        until(() -> !first.equals(workbench.tree().drawing().selectedProperty().get()));
        robot.type(KeyCode.RIGHT);
        until(() -> drawn() > 6);
        robot.type(KeyCode.RIGHT);
        until(() -> workbench.tree().drawing().selectedProperty().get().contains("/"));
        robot.type(KeyCode.LEFT);
        robot.type(KeyCode.ENTER);
        until(() -> drawn() == 6);
        FxToolkit.call(() -> {
            workbench.steering().form().tokens.set("4");
            workbench.tree().families().steerWithChildren();
            return true;
        });
        until(() ->
                workbench.steering().sliders().stream()
                        .anyMatch(s -> !Double.isNaN(s.ghostProperty().get())));
        until(() -> idle());
    }

    private int drawn() {
        return workbench.tree().drawing().drawnProperty().get().figure().nodes().size();
    }

    @Test
    void theGuidedDemoEndsWhenASliderHasBeenMoved() throws Exception {
        openDemo();
        robot.clickOn("Show me around");
        until(() -> robot.lookup("#coach").query().isVisible());
        until(() -> robot.lookup("#concept-name").tryQuery().isPresent());
        ConceptEntry shown = FxToolkit.call(() -> workbench.factors().selectedProperty().get());
        assertEquals(
                List.of(shown.id()),
                FxToolkit.call(() -> workbench.factors().chosenProperty().get()));
        robot.clickOn("#coach-next");
        robot.clickOn("#coach-next");
        until(() -> robot.lookup("#coach-next").query().isDisabled());
        until(() -> !workbench.steering().sliders().isEmpty());
        FxToolkit.call(() -> {
            robot.lookup(".concept-slider .slider").query().requestFocus();
            return true;
        });
        robot.type(KeyCode.RIGHT);
        until(() -> !robot.lookup("#coach-next").query().isDisabled());
        robot.clickOn("#coach-next");
        assertFalse(FxToolkit.call(() -> robot.lookup("#coach").query().isVisible()));
        assertTrue(FxToolkit.call(() -> workbench.places().shown() == Place.STEER));
    }
}
