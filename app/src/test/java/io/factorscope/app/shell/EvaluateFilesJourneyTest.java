package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FolderCopy;
import io.factorscope.app.UnseenSentences;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.evaluate.ChatForm;
import io.factorscope.app.evaluate.EvaluateForm;
import io.factorscope.app.evaluate.EvaluateViewModel;
import io.factorscope.app.evaluate.EvaluateViewModel.Page;
import io.factorscope.app.evaluate.RunItem;
import io.factorscope.core.experiment.ConceptKey;
import io.factorscope.core.experiment.Description;
import io.factorscope.core.experiment.MadeBy;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The files of a run in the window: its sentences, its descriptions, and results from elsewhere.
class EvaluateFilesJourneyTest extends WindowJourney {
    @BeforeEach
    void begin() {
        run(workbench.places()::showEvaluate);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertNoErrors();
        AtomicFiles.deleteTree(workbench.session().preferences().experiments());
    }

    private EvaluateViewModel model() {
        return workbench.evaluate();
    }

    private String text(String field) {
        return fx(() -> robot.lookup(field).queryAs(TextField.class).getText());
    }

    private String estimate() {
        return robot.lookup("#run-estimate").queryAs(Label.class).getText();
    }

    private void answerAndClick(@Nullable Path answer, String button) {
        answer(answer);
        click(button);
    }

    /// Runs a form that names a file that is not what is wanted.
    private void refused(String code) throws Exception {
        click("#run");
        failedWith(code);
        assertEquals(Page.FORM, fx(() -> model().pageProperty().get()));
        assertEquals(List.of(), fx(() -> List.copyOf(model().runs())));
    }

    @Test
    void theSentencesOfTheChosenFileAreWhatIsMeasured() throws Exception {
        click("#new-run");
        until(() -> estimate().contains("24 labels"));
        String before = fx(this::estimate);
        answerAndClick(null, "#browse-data");
        assertEquals(FileDialogs.What.OPEN, asked.getLast().what());
        assertEquals("Choose labelled sentences", asked.getLast().title());
        assertEquals("", text("#labelled-data"));
        assertEquals(before, fx(this::estimate));
        Path none = Files.writeString(temp.resolve("none.json"), "no sentences");
        answerAndClick(none, "#browse-data");
        until(() -> estimate().contains("none.json"));
        refused("FS-JSON-001");
        Path data = Files.writeString(temp.resolve("data.csv"), SENTENCES);
        answerAndClick(data, "#browse-data");
        assertEquals(data.toString(), text("#labelled-data"));
        until(() -> estimate().contains("3 labels"));
    }

    /// A small run on a concept of the demo that is described by a file; nothing is steered.
    private void fill() throws Exception {
        Path data = UnseenSentences.in(temp);
        openDemo();
        run(workbench.places()::showEvaluate);
        run(() -> model().newRunOf(List.of("L:weather")));
        choose("#what", EvaluateForm.What.DETECTION);
        choose("#descriptions", ChatForm.Descriptions.FILE);
        write("#labelled-data", data.toString());
        write("#sentences", "1");
        write("#run-directions", "1");
    }

    @SuppressWarnings("unchecked")
    private void choose(String query, Object value) {
        run(() -> robot.lookup(query).queryAs(ComboBox.class).setValue(value));
    }

    private Path descriptions() throws Exception {
        Analysis analysis = Objects.requireNonNull(fx(() -> workbench.session().analysis()));
        var entry = Objects.requireNonNull(analysis.find("L:weather"));
        ConceptKey key = ConceptKey.of(entry.concept(), analysis.labels().size());
        MadeBy hand = MadeBy.now("a person", "by hand");
        Path file = temp.resolve("descriptions.json");
        Json.write(
                file,
                List.of(new Description(key, Description.Track.INPUT, 0, "the sky", "", hand)));
        return file;
    }

    @Test
    void aFileDescribesTheConceptsOfARunWhichOpensFromAnyFolder() throws Exception {
        fill();
        answerAndClick(null, "#browse-descriptions");
        assertEquals("Choose a file of descriptions", asked.getLast().title());
        assertEquals("", text("#descriptions-file"));
        answerAndClick(temp.resolve("unseen.json"), "#browse-descriptions");
        refused("FS-EXP-001");
        Path file = descriptions();
        answerAndClick(file, "#browse-descriptions");
        assertEquals(file.toString(), text("#descriptions-file"));
        click("#run");
        until(() -> model().result().resultProperty().get() != null);
        RunItem done = Objects.requireNonNull(fx(() -> model().selectedProperty().get()));
        var known = Objects.requireNonNull(Objects.requireNonNull(done.request()).wording());
        assertEquals("the sky", known.known().getFirst().description());
        opened(done);
    }

    private void opened(RunItem done) throws Exception {
        Path elsewhere = FolderCopy.of(done.folder(), temp.resolve("elsewhere"));
        answerAndClick(null, "#open-run");
        assertEquals(FileDialogs.What.FOLDER, asked.getLast().what());
        answerAndClick(Files.createDirectories(temp.resolve("none")), "#open-run");
        failedWith("FS-EXP-007");
        assertEquals(done.folder(), fx(this::shown));
        assertEquals(1, fx(() -> model().runs().size()));
        answerAndClick(elsewhere, "#open-run");
        until(() -> elsewhere.equals(shown()) && model().runs().size() == 2);
        until(() -> !model().result().rows().isEmpty());
        assertTrue(fx(() -> model().pageProperty().get() == Page.RUN));
    }

    private Path shown() {
        return Objects.requireNonNull(model().selectedProperty().get()).folder();
    }
}
