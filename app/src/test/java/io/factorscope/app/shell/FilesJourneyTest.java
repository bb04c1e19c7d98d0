package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.control.FileDialogs;

import javafx.scene.control.Button;
import javafx.scene.control.TextField;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Every Save, Open and Export goes through a dialog, which a person answers or cancels.
class FilesJourneyTest extends WindowJourney {
    @BeforeEach
    void begin() throws Exception {
        openDemo();
        run(workbench.places()::showStart);
        pulses(3);
        picture("files-start.png");
    }

    /// Cancels, which must leave nothing, then answers with a file, which must be written.
    private Path picked(String menu, String words, String name) throws Exception {
        Path file = temp.resolve(name);
        answer(null);
        pick(menu, words);
        assertEquals(FileDialogs.What.SAVE, asked.getLast().what());
        String ending = asked.getLast().name().replaceFirst(".*\\.", "");
        assertTrue(asked.getLast().endings().contains(ending), asked.getLast().toString());
        until(() -> !running());
        assertEquals(List.of(), files());
        answer(file);
        pick(menu, words);
        until(() -> Files.exists(file) && !running());
        return file;
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.list(temp)) {
            return all.toList();
        }
    }

    @Test
    void theAnalysisIsSavedWhereAPersonSaysAndOpenedAgain() throws Exception {
        answer(null);
        robot.clickOn("#save-as");
        assertEquals(FileDialogs.What.FOLDER, asked.getLast().what());
        assertNull(fx(() -> workbench.session().folderProperty().get()));
        Path folder = temp.resolve("saved");
        answer(folder);
        robot.clickOn("#save-as");
        until(() -> folder.equals(workbench.session().folderProperty().get()) && !running());
        run(workbench.start()::openDemo);
        until(() -> !folder.equals(workbench.session().folderProperty().get()) && !running());
        answer(null);
        click("#open-saved");
        assertFalse(fx(this::running));
        answer(folder);
        click("#open-saved");
        until(() -> folder.equals(workbench.session().folderProperty().get()) && !running());
        assertNoErrors();
    }

    @Test
    void theAnalysisGoesOutAsOneFileAndComesInAgain() throws Exception {
        Path file = picked("#exchange", "Save as one file…", "demo.factorscope");
        answer(file);
        click("#open-file");
        assertEquals(List.of("factorscope"), asked.getLast().endings());
        until(() -> workbench.session().folderProperty().get() != null && !running());
        assertNoErrors();
    }

    @Test
    void reportsAndFactorsAreWritten() throws Exception {
        Path report = picked("#exchange", "Write a report…", "report.html");
        assertTrue(Files.readString(report).contains("<html"));
        Files.delete(report);
        Path factors = picked("#exchange", "Export all factors…", "factors.npy");
        assertTrue(Files.size(factors) > 10_000);
        assertNoErrors();
    }

    @Test
    void theTableIsExported() throws Exception {
        run(workbench.places()::showFactors);
        String menu = "#factors-place #table-more";
        Path table = picked(menu, "Export the table as CSV…", "concepts.csv");
        assertEquals(81, Files.readAllLines(table).size());
        Files.delete(table);
        Path json = picked(menu, "Export the table as JSON…", "concepts.json");
        assertTrue(Files.readString(json).startsWith("["));
        assertNoErrors();
    }

    @Test
    void steeringIsSavedInEveryForm() throws Exception {
        run(workbench.places()::showSteer);
        until(() -> !workbench.steering().sliders().isEmpty());
        Files.delete(picked("#export", "Save as JSON…", "run.json"));
        Files.delete(picked("#export", "Save as CSV…", "run.csv"));
        Files.delete(picked("#export", "Save a picture…", "run.png"));
        answer(null);
        String python = "Copy as Python, with its vectors in a folder…";
        pick("#export", python);
        assertEquals(List.of(), files());
        answer(temp);
        pick("#export", python);
        until(() -> Files.exists(temp.resolve("steering")));
        assertNoErrors();
    }

    @Test
    void aFigureAndTheErrorsReportAreSaved() throws Exception {
        run(workbench.places()::showSettings);
        answer(null);
        click("#save-report");
        assertEquals(List.of(), files());
        Path report = temp.resolve("errors.txt");
        answer(report);
        click("#save-report");
        until(() -> Files.exists(report) && !running());
        Files.delete(report);
        run(workbench.places()::showFactors);
        answer(null);
        saveTheDensity();
        assertEquals("density-" + selected() + ".svg", asked.getLast().name());
        assertEquals(List.of(), files());
        Path figure = temp.resolve("density.svg");
        answer(figure);
        saveTheDensity();
        until(() -> Files.exists(figure));
        assertTrue(Files.readString(figure).contains("<svg"));
        assertNoErrors();
    }

    private String selected() {
        return Objects.requireNonNull(workbench.factors().selectedProperty().get()).id();
    }

    private void saveTheDensity() {
        run(() ->
                robot
                        .lookup("#factors-place .concept-card .button")
                        .queryAllAs(Button.class)
                        .stream()
                        .filter(button -> "Save this figure…".equals(button.getAccessibleText()))
                        .findFirst()
                        .orElseThrow()
                        .fire());
    }

    @Test
    void theFormTakesTheChosenDataSet() throws Exception {
        Path data = Files.writeString(temp.resolve("data.csv"), SENTENCES);
        String before = fx(() -> workbench.start().form().data.get());
        answer(null);
        robot.clickOn("#choose-data");
        assertEquals(before, fx(() -> workbench.start().form().data.get()));
        answer(data);
        robot.clickOn("#choose-data");
        assertEquals(data.toString(), robot.lookup("#data").queryAs(TextField.class).getText());
        assertNoErrors();
    }
}
