package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Snapshots;
import io.factorscope.app.words.Words;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Edit;
import io.factorscope.core.store.Npy;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// What the menu of exports and imports brings in, where a person says.
class ImportsJourneyTest extends WindowJourney {
    @BeforeEach
    void begin() throws Exception {
        openDemo();
        run(workbench.places()::showStart);
    }

    private @Nullable String given(String concept) {
        return fx(() -> workbench.session().annotationsProperty().get().names().get(concept));
    }

    private void answerAndPick(@Nullable Path answer, String words) {
        answer(answer);
        pick("#exchange", words);
    }

    /// The names of a place that were brought by a menu item, and are gone again with one undo.
    private void brought(String words, FileDialogs.What what, Path none, Path theirs, String code)
            throws Exception {
        answerAndPick(null, words);
        assertEquals(what, asked.getLast().what());
        until(() -> !running());
        answerAndPick(none, words);
        failedWith(code);
        assertNull(given("F2"));
        answerAndPick(theirs, words);
        until(() -> "theirs".equals(given("F2")));
        until(() ->
                workbench.factors().rows().stream()
                        .anyMatch(row -> row.given().name().equals("theirs")));
        run(workbench.session()::undo);
        assertNull(given("F2"));
    }

    @Test
    void namesComeFromAFolderAndFromAFile() throws Exception {
        run(() -> workbench.session().edit(new Edit.Name("F2", "theirs")));
        Path folder = temp.resolve("theirs");
        Path file = temp.resolve("theirs.factorscope");
        answerAndPick(file, Words.of("start.save-as-one-file"));
        until(() -> Files.exists(file) && !running());
        answer(folder);
        click("#save-as");
        until(() -> folder.equals(workbench.session().folderProperty().get()) && !running());
        run(workbench.start()::openDemo);
        until(() -> given("F2") == null && !running());
        Path none = Files.createDirectories(temp.resolve("none"));
        String names = Words.of("start.import-names");
        brought(names, FileDialogs.What.FOLDER, none, folder, "FS-PROJECT-001");
        Path broken = Files.writeString(temp.resolve("none.factorscope"), "no zip");
        String ofFile = Words.of("start.import-names-of-a-file");
        brought(ofFile, FileDialogs.What.OPEN, broken, file, "FS-PACK-001");
        assertNoErrors();
    }

    private Analysis analysis() {
        return Objects.requireNonNull(workbench.session().analysis());
    }

    private Button button(String words) {
        return robot.lookup(".dialog-pane .button").queryAllAs(Button.class).stream()
                .filter(button -> words.equals(button.getText()))
                .findFirst()
                .orElseThrow();
    }

    /// Chooses a file, and answers what is asked of it by a button.
    private void given(Path file, String words) throws Exception {
        answer(file);
        // The menu comes back only when the dialog is closed.
        Platform.runLater(() -> pick("#exchange", Words.of("start.import-a-direction")));
        until(() -> !robot.lookup("#given-name").queryAll().isEmpty());
        Scene dialog = robot.lookup("#given-name").query().getScene();
        fx(() -> {
            Snapshots.write(dialog, 1, Path.of("target", "gallery", "given.png"));
            return true;
        });
        run(() -> button(words).fire());
        until(() -> robot.lookup("#given-name").queryAll().isEmpty() && !running());
    }

    @Test
    void aDirectionComesFromAFileUnderTheNameThatAPersonGives() throws Exception {
        float[] direction = fx(() -> analysis().labels().getFirst().concept().direction());
        Path wave = temp.resolve("wave.npy");
        Npy.write(wave, direction, direction.length);
        answerAndPick(null, Words.of("start.import-a-direction"));
        assertEquals(FileDialogs.What.OPEN, asked.getLast().what());
        given(wave, "Cancel");
        Path none = Files.writeString(temp.resolve("none.npy"), "no numbers");
        given(none, Words.of("start.import"));
        failedWith("FS-NPY-001");
        assertTrue(fx(() -> analysis().imported().entries().isEmpty()));
        given(wave, Words.of("start.import"));
        until(() -> analysis().find("V:wave") != null);
        assertArrayEquals(
                direction,
                fx(() -> Objects.requireNonNull(analysis().find("V:wave")).concept().direction()));
        until(() -> workbench.places().shown() == Place.FACTORS);
        awaitCard();
        assertNoErrors();
    }
}
