package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FxToolkit;
import io.factorscope.app.control.Snapshots;
import io.factorscope.app.start.StartView;
import io.factorscope.core.factorization.Sweep;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.project.Analysis;

import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TitledPane;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The Start screen while something is fitted: watched, paused, stopped, swept.
class FitJourneyTest extends WindowJourney {
    @Test
    void aFitIsPausedBrowsedAndStoppedWithNamesKept() throws Exception {
        write("#data", Files.writeString(temp.resolve("s.csv"), SENTENCES).toString());
        write("#rank", "6");
        FxToolkit.call(() -> {
            workbench.start().form().steerability.set(false);
            workbench.start().form().rule.set(UpdateRule.MU);
            workbench.start().form().iterations.set("10000000");
            workbench.start().form().factorsPerToken.set("0");
            workbench.start().form().patience.set("10000000");
            return true;
        });
        robot.clickOn("#fit");
        until(() -> details().contains("explains"));
        robot.clickOn("#pause");
        until(() -> workbench.start().pausedProperty().get());
        assertEquals("Go on", robot.lookup("#pause").queryButton().getText());
        until(this::nothingMoves);
        Path picture = Path.of("target", "gallery", "fit-paused.png");
        FxToolkit.call(() -> {
            Snapshots.write(stage.getScene(), 1, picture);
            return true;
        });
        assertTrue(Files.size(picture) > 10_000);
        robot.clickOn("#browse-so-far");
        until(() -> workbench.session().soFarProperty().get());
        assertTrue(running(), "the fit goes on");
        chooseAndRename();
        robot.clickOn(place("Start"));
        robot.clickOn("#stop");
        until(() -> !running() && !workbench.session().soFarProperty().get());
        Analysis kept = fx(() -> workbench.session().analysis());
        assertEquals(6, kept.factors().size());
        assertTrue(fx(() -> workbench.session().names().containsValue("my own name")));
        assertEquals(List.of(), fx(() -> List.copyOf(errors.entries())));
    }

    /// Whether the details of the fit stay as they are for a while.
    private boolean nothingMoves() {
        String before = details();
        robot.sleep(200);
        return before.equals(details());
    }

    @Test
    void aBadFieldIsSaidInOneLineAndNothingStarts() throws IOException, Exception {
        write("#rank", "many");
        robot.clickOn("#fit");
        until(() -> !errors.entries().isEmpty());
        assertEquals("FS-FORM-001", fx(() -> errors.entries().getFirst().code()));
        assertFalse(fx(this::running));
    }

    @Test
    void aSweepSaysWhereMoreFactorsStopPayingAndItsNumbersAreUsed() throws Exception {
        write("#data", Files.writeString(temp.resolve("s.csv"), SENTENCES).toString());
        FxToolkit.call(() -> {
            workbench.start().form().iterations.set("8");
            robot.lookup("#sweep-pane").queryAs(TitledPane.class).setExpanded(true);
            return true;
        });
        write("#ranks", "2, 4, 8");
        write("#seeds", "0, 1");
        write("#layers", "2, 3");
        FxToolkit.call(() -> {
            robot.lookup("#sweep").queryButton().fire();
            return true;
        });
        until(() -> workbench.start().sweep().reportProperty().get() != null && !running());
        Sweep.Report report =
                Objects.requireNonNull(fx(() -> workbench.start().sweep().reportProperty().get()));
        assertEquals(12, report.rows().size());
        assertEquals(2, report.advice().size());
        TableView<?> table = robot.lookup("#sweep-table").queryAs(TableView.class);
        assertEquals(12, fx(() -> table.getItems().size()));
        FxToolkit.call(() -> {
            table.getSelectionModel().select(4);
            robot.lookup("#use-row").queryButton().fire();
            return true;
        });
        assertEquals("8", fx(() -> workbench.start().form().rank.get()));
        assertEquals(2, fx(() -> workbench.start().form().layer.get()));
        assertEquals("2", fx(() -> workbench.start().form().sparsity.get()));
        run(() ->
                robot.lookup(node -> node instanceof StartView)
                        .queryAs(ScrollPane.class)
                        .setVvalue(1));
        picture("sweep.png");
        assertEquals(List.of(), fx(() -> List.copyOf(errors.entries())));
    }

    @Test
    void aSweepOfWordsIsSaidInOneLineAndNothingStarts() throws Exception {
        FxToolkit.call(() -> {
            workbench.start().sweep().form().ranks.set("a few");
            workbench.start().sweep().run();
            return true;
        });
        assertEquals("FS-FORM-001", fx(() -> errors.entries().getFirst().code()));
        assertFalse(fx(this::running));
    }

    private String details() {
        return robot.lookup("#fit-details").queryLabeled().getText();
    }
}
