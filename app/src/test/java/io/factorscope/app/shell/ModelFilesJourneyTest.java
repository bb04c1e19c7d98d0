package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FolderCopy;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Home;

import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A model is chosen by its folder, by its file, or from the folder that the settings name.
@SuppressWarnings("NullAway.Init") // set before each test
class ModelFilesJourneyTest extends WindowJourney {

    private String config;

    /// Settings that are kept, for the models' folder is read from there.
    @Override
    Preferences preferences() {
        config = System.setProperty("factorscope.config", temp.resolve("config").toString());
        Path kept = temp.resolve("config");
        return Preferences.in(kept, temp.resolve("state"), new DirectExecutor(), errors::report);
    }

    @AfterEach
    void settingsAsBefore() {
        System.setProperty("factorscope.config", config);
        assertNoErrors();
    }

    private static Path fixture(String name) throws FactorscopeException {
        return Home.path().resolve("core/src/test/resources/fixtures").resolve(name);
    }

    private String line() {
        return robot.lookup("#model-line").queryAs(Label.class).getText();
    }

    private String model() {
        return robot.lookup("#model").queryAs(TextField.class).getText();
    }

    /// Cancels, then chooses what is no model and fits it in vain; each time as its line says.
    private void refused(String words, FileDialogs.What what, Path none, String code)
            throws Exception {
        until(() -> line().contains(" · 6 layers"));
        String before = fx(this::line);
        answer(null);
        pick("#choose-model", words);
        assertEquals(what, asked.getLast().what());
        assertEquals("", fx(this::model));
        assertEquals(before, fx(this::line));
        answer(none);
        pick("#choose-model", words);
        until(() -> line().contains("cannot be used: " + none));
        assertEquals(1, fx(this::line).lines().count());
        click("#fit");
        failedWith(code);
        assertFalse(fx(this::running));
        assertNull(fx(() -> workbench.session().analysis()));
    }

    /// Chooses a model, whose layers the form offers, and fits it.
    private void fitted(String words, Path tiny, String said, int layers) throws Exception {
        answer(tiny);
        pick("#choose-model", words);
        until(() -> line().startsWith(said));
        assertEquals(tiny.toString(), fx(this::model));
        ComboBox<?> layer = robot.lookup("#layer").queryAs(ComboBox.class);
        assertEquals(layers, fx(() -> layer.getItems().size()));
        fit();
        assertEquals(tiny, fx(() -> workbench.session().modelFolder()));
    }

    @Test
    void aModelsFolderIsChosenLookedAtAndFitted() throws Exception {
        Path none = Files.createDirectories(temp.resolve("no model"));
        String words = Words.of("start.folder");
        refused(words, FileDialogs.What.FOLDER, none, "FS-MODEL-001");
        fitted(words, fixture("tiny-gpt2"), "gpt2 · 116 k", 3);
    }

    @Test
    void aGgufFileIsChosenLookedAtAndFitted() throws Exception {
        Path none = Files.writeString(temp.resolve("none.gguf"), "no model");
        String words = Words.of("start.gguf-file");
        refused(words, FileDialogs.What.OPEN, none, "FS-MODEL-012");
        assertEquals(List.of("gguf"), asked.getLast().endings());
        fitted(words, fixture("tiny.gguf"), "llama · 14 k", 2);
    }

    private List<String> offered() {
        MenuButton menu = robot.lookup("#choose-model").queryAs(MenuButton.class);
        menu.getOnShowing().handle(null);
        return menu.getItems().stream().map(MenuItem::getText).toList();
    }

    private String folder() {
        return robot.lookup("#models-folder").queryAs(Label.class).getText();
    }

    @Test
    void theModelsOfTheChosenFolderAreOffered() throws Exception {
        Path shelf = temp.resolve("shelf");
        FolderCopy.of(fixture("tiny-gpt2"), shelf.resolve("my-gpt2"));
        run(workbench.places()::showSettings);
        String usual = fx(this::folder);
        answer(null);
        click("#change-models");
        assertEquals(FileDialogs.What.FOLDER, asked.getLast().what());
        assertEquals(usual, fx(this::folder));
        assertFalse(fx(this::offered).contains("my-gpt2"));
        answer(shelf);
        click("#change-models");
        assertTrue(fx(this::folder).endsWith("shelf"), this::folder);
        until(() -> offered().contains("my-gpt2"));
        run(workbench.places()::showStart);
        pick("#choose-model", "my-gpt2");
        until(() -> line().startsWith("gpt2 · 116 k"));
        run(workbench.places()::showSettings);
        assertFalse(fx(() -> robot.lookup("#usual-models").queryAs(Button.class).isDisabled()));
        click("#usual-models");
        assertEquals(usual, fx(this::folder));
        until(() -> !offered().contains("my-gpt2"));
    }
}
