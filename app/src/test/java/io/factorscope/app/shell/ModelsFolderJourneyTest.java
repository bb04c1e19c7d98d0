package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.ConfigFolder;
import io.factorscope.app.FolderCopy;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.task.DirectExecutor;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/// The folder with the models, as the settings name it.
@SuppressWarnings("NullAway.Init") // set before each test
class ModelsFolderJourneyTest extends WindowJourney {
    private ConfigFolder config;

    /// Settings that are kept, for the models' folder is read from there.
    @Override
    Preferences preferences() {
        Path kept = temp.resolve("config");
        config = new ConfigFolder(kept);
        return Preferences.in(kept, temp.resolve("state"), new DirectExecutor(), errors::report);
    }

    @AfterEach
    void settingsAsBefore() {
        config.close();
        assertNoErrors();
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
        FolderCopy.of(ModelFilesJourneyTest.fixture("tiny-gpt2"), shelf.resolve("my-gpt2"));
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
        until(() ->
                robot.lookup("#model-line")
                        .queryAs(Label.class)
                        .getText()
                        .startsWith("gpt2 · 116 k"));
        run(workbench.places()::showSettings);
        assertFalse(fx(() -> robot.lookup("#usual-models").queryAs(Button.class).isDisabled()));
        click("#usual-models");
        assertEquals(usual, fx(this::folder));
        until(() -> !offered().contains("my-gpt2"));
    }
}
