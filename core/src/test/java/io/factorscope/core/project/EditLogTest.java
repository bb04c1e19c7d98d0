package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

class EditLogTest {
    @TempDir Path temp;
    private Path folder;
    private Path root;

    @BeforeEach
    void aSavedFolder() throws FactorscopeException, IOException {
        folder = Files.createDirectory(temp.resolve("kept"));
        root = temp.resolve("user");
        EditLog.writeFirst(folder, AnalysisState.fresh());
    }

    @Test
    void editsComeBackWithoutTheLogHavingBeenClosed() throws FactorscopeException, IOException {
        EditLog log = EditLog.open(folder, root);
        log.record(List.of(new Edit.Name("F1", "dogs"), new Edit.Note("F1", "nice")));
        log.record(List.of(new Edit.Name("F2", "cats")));
        Path copy = copyOf(folder);
        assertEquals("cats", EditLog.read(copy).annotations().names().get("F2"));
        assertEquals(log.state(), EditLog.read(copy));
        log.close();
        assertEquals(0, Files.size(folder.resolve("edits.jsonl")));
        assertEquals("nice", EditLog.read(folder).annotations().note("F1"));
    }

    @Test
    void aLineThatWasBeingWrittenIsCutOffAndTheRestStays()
            throws FactorscopeException, IOException {
        try (EditLog log = EditLog.open(folder, root)) {
            log.record(List.of(new Edit.Name("F1", "dogs"), new Edit.Name("F2", "cats")));
            Path copy = copyOf(folder);
            byte[] whole = Files.readAllBytes(copy.resolve("edits.jsonl"));
            int firstLine = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
            for (int cut = 0; cut <= whole.length; cut++) {
                Files.write(copy.resolve("edits.jsonl"), java.util.Arrays.copyOf(whole, cut));
                int names = EditLog.read(copy).annotations().names().size();
                assertEquals(cut == whole.length ? 2 : cut >= firstLine ? 1 : 0, names);
            }
            Files.write(copy.resolve("edits.jsonl"), java.util.Arrays.copyOf(whole, firstLine + 5));
            try (EditLog after = EditLog.open(copy, root)) {
                after.record(List.of(new Edit.Name("F3", "birds")));
            }
            assertEquals(
                    List.of("F1", "F3"),
                    List.copyOf(EditLog.read(copy).annotations().names().keySet()));
        }
    }

    @Test
    void editsThatAreInTheStateAlreadyAreNotRepeated() throws FactorscopeException, IOException {
        Random random = new Random(3);
        AnalysisState expected;
        Path copy;
        try (EditLog log = EditLog.open(folder, root)) {
            List<Edit> edits = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                edits.add(EditTest.any(random));
            }
            log.record(edits);
            expected = log.state();
            copy = copyOf(folder);
        }
        // As if the process had died after writing the state and before emptying the journal.
        Files.copy(
                folder.resolve("state.json"),
                copy.resolve("state.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertTrue(Files.size(copy.resolve("edits.jsonl")) > 0);
        assertEquals(expected, EditLog.read(copy));
        try (EditLog log = EditLog.open(copy, root)) {
            assertEquals(expected, log.state());
            log.record(List.of(new Edit.Name("F9", "new")));
        }
        assertEquals("new", EditLog.read(copy).annotations().names().get("F9"));
    }

    @Test
    void aSecondLogOfTheSameFolderOnlyReads() throws FactorscopeException {
        try (EditLog first = EditLog.open(folder, root)) {
            first.record(List.of(new Edit.Name("F1", "dogs")));
            assertTrue(EditLog.isTaken(folder));
            try (EditLog second = EditLog.open(folder, root)) {
                assertTrue(second.readOnly());
                assertEquals("dogs", second.state().annotations().names().get("F1"));
                Failing.with(
                        "FS-PROJECT-004", () -> second.record(List.of(new Edit.Name("F1", "x"))));
            }
            assertFalse(first.readOnly());
        }
        assertFalse(EditLog.isTaken(folder));
        try (EditLog third = EditLog.open(folder, root)) {
            assertFalse(third.readOnly());
        }
    }

    @Test
    void aFolderOfTheFirstLayoutKeepsItsNames() throws FactorscopeException, IOException {
        Json.write(
                folder.resolve("state.json"),
                Map.of(
                        "names",
                        Map.of("F4", "weather"),
                        "steering",
                        AnalysisState.fresh().steering()));
        Files.delete(folder.resolve("edits.jsonl"));
        Files.delete(folder.resolve(".lock"));
        try (EditLog log = EditLog.open(folder, root)) {
            assertEquals("weather", log.state().annotations().names().get("F4"));
            log.record(List.of(new Edit.Stars(List.of("F4"), List.of())));
        }
        AnalysisState after = EditLog.read(folder);
        assertEquals("weather", after.annotations().names().get("F4"));
        assertTrue(after.annotations().starred("F4"));
    }

    @Test
    void manyEditsAreMovedIntoTheState() throws FactorscopeException, IOException {
        String note = "n".repeat(10_000);
        try (EditLog log = EditLog.open(folder, root)) {
            for (int i = 0; i < 120; i++) {
                log.record(List.of(new Edit.Note("F1", note + i)));
            }
            assertTrue(Files.size(folder.resolve("edits.jsonl")) < 1 << 20);
        }
        assertEquals(note + 119, EditLog.read(folder).annotations().note("F1"));
    }

    private Path copyOf(Path from) throws IOException {
        Path to = Files.createTempDirectory(temp, "copy");
        for (String name : List.of("state.json", "edits.jsonl", ".lock")) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
        return to;
    }
}
