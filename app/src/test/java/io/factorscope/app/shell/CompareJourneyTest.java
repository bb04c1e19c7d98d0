package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.compare.CompareTexts;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.factors.Shown;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.factorization.sae.SaeFolder;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Home;
import io.factorscope.core.steering.MethodVotes;
import io.factorscope.core.store.AtomicFiles;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The three methods side by side in a real window on the headless platform.
class CompareJourneyTest extends WindowJourney {
    /// As low as the window gets.
    @Override
    int height() {
        return 640;
    }

    @AfterEach
    void nothingWentWrong() {
        assertNoErrors();
    }

    private boolean idle() {
        return !workbench.compare().busyProperty().get();
    }

    private List<ConceptEntry> imported() {
        return Objects.requireNonNull(workbench.session().analysis()).imported().entries();
    }

    private void untilImported() throws Exception {
        until(() -> idle() && !imported().isEmpty());
    }

    private void readWithFeatures(String text) throws Exception {
        untilImported();
        run(workbench.places()::showFactors);
        run(() -> {
            workbench.factors().shownProperty().set(Shown.OTHERS);
            workbench.factors().text().textProperty().set(text);
        });
        until(() -> !workbench.factors().text().focusProperty().get().strongest().isEmpty());
        run(() -> {
            var strongest = workbench.factors().text().focusProperty().get().strongest();
            workbench.factors().goTo(strongest.getFirst().entry().id());
        });
        until(() -> !workbench.factors().rows().isEmpty());
    }

    @Test
    void featuresOfAChosenFolderThatIsGoneLaterAreReadByTheCosineAndTheWindowSaysSo()
            throws Exception {
        Path sae = temp.resolve("my-autoencoder");
        SaeFolder.write(SaeFolder.read(Home.shippedSae(), null), sae);
        openDemo();
        run(workbench.places()::showCompare);
        until(() -> !workbench.compare().columns().getFirst().candidates().isEmpty());
        answer(null);
        click("#compare-add-other");
        assertEquals(FileDialogs.What.FOLDER, asked.getLast().what());
        assertTrue(fx(this::idle));
        answer(Files.createDirectories(temp.resolve("none")));
        click("#compare-add-other");
        failedWith("FS-SAE-001");
        until(this::idle);
        assertTrue(fx(() -> imported().isEmpty()));
        answer(sae);
        click("#compare-add-other");
        untilImported();
        until(() -> !workbench.compare().columns().get(1).candidates().isEmpty());
        AtomicFiles.deleteTree(sae);
        readWithFeatures("The rain fell and the wind blew, and the dog was cold.");
        picture("own-text-no-encoder.png");
        Label line = onFactors("#own-encoders", Label.class);
        assertTrue(line.isVisible() && line.getText().contains("my-autoencoder"), line.getText());
        run(() -> workbench.setTheme(Theme.DARK));
        picture("own-text-no-encoder-dark.png");
    }

    private List<Label> names() {
        return robot.lookup("#compare-place #name-shown").queryAllAs(Label.class).stream().toList();
    }

    @Test
    void threeMethodsWriteAtOnePushAndAreVotedOnBlind() throws Exception {
        openDemo();
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT5);
        until(() -> workbench.places().shown() == Place.COMPARE);
        run(() -> workbench.compare().labelProperty().set("weather"));
        until(() -> !workbench.compare().columns().getFirst().candidates().isEmpty());
        picture("compare-no-features.png");
        Button offer = robot.lookup("#compare-add-shipped").queryButton();
        assertTrue(fx(() -> offer.getHeight() >= offer.prefHeight(offer.getWidth())));
        assertFalse(fx(() -> isShown(robot.lookup("#compare-choice-1").query())));
        robot.clickOn("#compare-add-shipped");
        until(() -> isShown(robot.lookup("#compare-import-cancel").query()));
        picture("compare-adding.png");
        click("#compare-import-cancel");
        until(this::idle);
        assertTrue(fx(() -> imported().isEmpty()));
        robot.clickOn("#compare-add-shipped");
        until(() -> idle() && !workbench.compare().columns().get(1).candidates().isEmpty());
        until(() -> names().size() == 3);
        for (Label name : names()) {
            assertFalse(fx(name::isTextTruncated), name.getText());
        }
        picture("compare-columns.png");
        robot.clickOn("#compare-write");
        until(() -> idle() && !workbench.compare().textsProperty().get().baseline().isEmpty());
        CompareTexts texts = fx(() -> workbench.compare().textsProperty().get());
        assertTrue(texts.texts().getLast().startsWith("One day, a girl named Lily"));
        assertTrue(texts.texts().stream().noneMatch(texts.baseline()::equals));
        Node foot = robot.lookup(".status-bar").query();
        assertTrue(fx(() -> foot.localToScene(foot.getLayoutBounds()).getMaxY()) <= height());
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
        run(() -> workbench.setTheme(Theme.LIGHT));
        readWithFeatures("The rain fell and the wind blew, and the dog was cold.");
        picture("own-text-features.png");
        assertFalse(onFactors("#own-encoders", Label.class).isVisible());
    }
}
