package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Home;

import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A model is chosen by its folder or by its file, and fitted.
class ModelFilesJourneyTest extends WindowJourney {
    @AfterEach
    void nothingWentWrong() {
        assertNoErrors();
    }

    static Path fixture(String name) throws FactorscopeException {
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
}
