package io.factorscope.app.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.Asked;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.Home;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What goes wrong around an open window has its code, and the window goes on.
@SuppressWarnings("NullAway.Init") // set before each test
class FailuresTest {
    private final List<FactorscopeException> failures = new ArrayList<>();

    @TempDir private Path temp;

    private ModelHost models;
    private Session session;
    private StartViewModel start;
    private Path saved;

    @BeforeEach
    void open() throws Exception {
        models = new ModelHost(DeviceChoice.parse("cpu"), 1);
        session = new Session(models, Preferences.forgetful());
        start = new StartViewModel(session, new DirectExecutor(), new Asked(), failures::add);
        saved = copy(Home.shippedAnalysis(), temp.resolve("saved"));
        start.open(saved);
        assertEquals(List.of(), failures);
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        models.close();
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
            }
        }
        return to;
    }

    private void failedWith(String code) {
        assertEquals(List.of(code), failures.stream().map(FactorscopeException::code).toList());
        failures.clear();
    }

    /// Names can be given and another analysis opened.
    private void goesOn() throws Exception {
        session.edit(new Edit.Name("F0", "still here"));
        assertEquals("still here", session.annotationsProperty().get().names().get("F0"));
        start.open(copy(Home.shippedAnalysis(), temp.resolve("another")));
        assertEquals(List.of(), failures);
        assertNotNull(session.analysis());
    }

    @Test
    void aCorruptFolderIsRefusedAndWhatWasOpenStays() throws Exception {
        Analysis before = Objects.requireNonNull(session.analysis());
        Path broken = copy(Home.shippedAnalysis(), temp.resolve("broken"));
        Files.writeString(broken.resolve("concepts.json"), "{\"factors\": [");
        start.open(broken);
        failedWith("FS-JSON-001");
        Files.write(broken.resolve("G.npy"), new byte[100]);
        start.open(broken);
        failedWith("FS-NPY-001");
        assertSame(before, session.analysis());
        goesOn();
    }

    @Test
    void aFileInTheWayOfSavingIsSaidAndNothingIsLost() throws Exception {
        Path way = Files.writeString(temp.resolve("in-the-way"), "mine");
        session.edit(new Edit.Name("F0", "kept"));
        start.save(way);
        failedWith("FS-FILE-002");
        start.save(way.resolve("below"));
        failedWith("FS-FILE-001");
        assertEquals("mine", Files.readString(way));
        assertEquals("kept", session.annotationsProperty().get().names().get("F0"));
        goesOn();
    }

    @Test
    void aModelFolderDeletedWhileItIsOpenStillWorksAndIsMissedWhenOpenedAnew() throws Exception {
        Path folder =
                copy(
                        Home.path().resolve("core/src/test/resources/fixtures/tiny-gpt2"),
                        temp.resolve("model"));
        LanguageModel model = models.model(folder);
        int[] ids = {1, 2, 3};
        float before = model.logits(ids, List.of())[0];
        AtomicFiles.deleteTree(folder);
        assertEquals(before, model.logits(ids, List.of())[0], "the mapping outlives the file");
        models.close();
        start.form().model.set(folder.toString());
        start.form().pasted.set("The dog ran home.");
        start.fit();
        assertEquals(1, failures.size());
        assertTrue(
                List.of("FS-MODEL-001", "FS-FILE-003", "FS-SHELF-001")
                        .contains(failures.getFirst().code()),
                failures.toString());
        failures.clear();
        goesOn();
    }

    @Test
    void anAnalysisDeletedWhileItIsOpenKeepsItsNamesUntilItIsSavedElsewhere() throws Exception {
        AtomicFiles.deleteTree(saved);
        session.edit(new Edit.Name("F1", "late"));
        failures.clear();
        Path elsewhere = temp.resolve("elsewhere");
        start.save(elsewhere);
        assertEquals(List.of(), failures);
        assertTrue(Files.readString(elsewhere.resolve("state.json")).contains("late"));
        assertFalse(Files.exists(saved.resolve("analysis.json")));
        goesOn();
    }
}
