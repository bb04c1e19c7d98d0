package io.factorscope.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class AtomicFilesTest {
    @TempDir private Path folder;

    private static void put(Path file, String text) throws FactorscopeException {
        AtomicFiles.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Test
    void parentsAreMadeAndContentReplaced() throws IOException, FactorscopeException {
        Path file = folder.resolve("a/b/note.txt");
        put(file, "first, and longer");
        put(file, "second");
        assertEquals("second", Files.readString(file));
        assertEquals(List.of("note.txt"), names(folder.resolve("a/b")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskKeepsTheOldContent() throws IOException, FactorscopeException {
        Path file = folder.resolve("note.txt");
        put(file, "old");
        // What is written beside goes to a device that is always full.
        Files.createSymbolicLink(folder.resolve(".note.txt.part"), Path.of("/dev/full"));
        String line = Failing.with("FS-FILE-001", () -> put(file, "new".repeat(100_000)));
        assertTrue(line.contains("space left"), line);
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("note.txt"), names(folder));
    }

    @Test
    void aFolderThatWasBeingReplacedWhenTheProcessDiedIsPutBack()
            throws IOException, FactorscopeException {
        Path target = folder.resolve("kept");
        AtomicFiles.writeFolder(target, beside -> put(beside.resolve("a"), "first"));
        // Where a kill between the two renames leaves it.
        Files.move(target, folder.resolve(".kept.old"));
        AtomicFiles.recover(target);
        assertEquals("first", Files.readString(target.resolve("a")));
        Files.move(target, folder.resolve(".kept.old"));
        assertThrows(
                CancelledException.class,
                () ->
                        AtomicFiles.writeFolder(
                                target,
                                beside -> {
                                    throw new CancelledException();
                                }));
        AtomicFiles.recover(target);
        assertEquals(List.of("kept"), names(folder), "a save that fails leaves the only copy");
        Files.move(target, folder.resolve(".kept.old"));
        AtomicFiles.writeFolder(target, beside -> put(beside.resolve("a"), "second"));
        AtomicFiles.recover(target);
        assertEquals("second", Files.readString(target.resolve("a")));
        assertEquals(List.of("kept"), names(folder));
    }

    @Test
    void aFailingWriterLeavesTheOldContentAndNothingBeside()
            throws IOException, FactorscopeException {
        Path file = folder.resolve("note.txt");
        put(file, "old");
        assertThrows(
                CancelledException.class,
                () ->
                        AtomicFiles.write(
                                file,
                                out -> {
                                    out.write(new byte[100_000]);
                                    throw new CancelledException();
                                }));
        assertThrows(
                IllegalStateException.class,
                () ->
                        AtomicFiles.write(
                                file,
                                out -> {
                                    throw new IllegalStateException("a slip");
                                }));
        Failing.with(
                "FS-FILE-001",
                () ->
                        AtomicFiles.write(
                                file,
                                out -> {
                                    throw new IOException("No space left on device");
                                }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("note.txt"), names(folder));
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException, FactorscopeException {
        put(folder.resolve("file"), "not a folder");
        Path inside = folder.resolve("file/note.txt");
        String message = Failing.with("FS-FILE-001", () -> put(inside, "x"));
        assertTrue(message.contains("note.txt"), message);
        Failing.with("FS-FILE-001", () -> AtomicFiles.writeFolder(inside, beside -> {}));
        assertEquals(List.of("file"), names(folder));
    }

    @Test
    void aTargetThatIsAFileIsNeverReplacedByAFolder() throws IOException, FactorscopeException {
        Path file = folder.resolve("thesis.txt");
        put(file, "years of work");
        String message =
                Failing.with("FS-FILE-002", () -> AtomicFiles.writeFolder(file, beside -> {}));
        assertTrue(message.contains("thesis.txt"), message);
        assertEquals("years of work", Files.readString(file));
    }

    @Test
    void aFolderOfTheSameFilesIsSwappedWhole() throws IOException, FactorscopeException {
        Path target = folder.resolve("out");
        for (String content : List.of("one", "two")) {
            AtomicFiles.writeFolder(
                    target,
                    beside -> {
                        put(beside.resolve("a.txt"), content);
                        put(beside.resolve("b.txt"), content);
                    });
            assertEquals(content, Files.readString(target.resolve("b.txt")));
        }
        assertEquals(List.of("a.txt", "b.txt"), names(target));
        assertEquals(List.of("out"), names(folder));
    }

    @Test
    void foreignFilesInTheFolderAreLeftAlone() throws IOException, FactorscopeException {
        Path target = folder.resolve("out");
        put(target.resolve("mine.txt"), "keep me");
        put(target.resolve("a.txt"), "old");
        AtomicFiles.writeFolder(target, beside -> put(beside.resolve("a.txt"), "new"));
        assertEquals("keep me", Files.readString(target.resolve("mine.txt")));
        assertEquals("new", Files.readString(target.resolve("a.txt")));
        assertEquals(List.of("out"), names(folder));
    }

    @Test
    void aCancelledFolderLeavesTheOldOne() throws IOException, FactorscopeException {
        Path target = folder.resolve("out");
        AtomicFiles.writeFolder(target, beside -> put(beside.resolve("a.txt"), "old"));
        assertThrows(
                CancelledException.class,
                () ->
                        AtomicFiles.writeFolder(
                                target,
                                beside -> {
                                    put(beside.resolve("a.txt"), "new");
                                    throw new CancelledException();
                                }));
        assertEquals("old", Files.readString(target.resolve("a.txt")));
        assertEquals(List.of("out"), names(folder));
    }

    @Test
    void deletingATreeThatIsNotThereIsFine() throws IOException, FactorscopeException {
        put(folder.resolve("x/y/z.txt"), "deep");
        AtomicFiles.deleteTree(folder.resolve("x"));
        AtomicFiles.deleteTree(folder.resolve("x"));
        assertFalse(Files.exists(folder.resolve("x")));
    }
}
