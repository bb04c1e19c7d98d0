package io.factorscope.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class JsonTest {
    /// Something with a field of each kind.
    record Note(String text, int count) {}

    @TempDir private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("settings.json"), content);
    }

    @Test
    void aValueComesBackAndUnknownFieldsAreIgnored() throws IOException, FactorscopeException {
        Path file = folder.resolve("note.json");
        Json.write(file, new Note("hé", 3));
        assertEquals(new Note("hé", 3), Json.read(file, Note.class));
        Path newer = file("{\"text\": \"a\", \"count\": 1, \"colour\": \"red\"}");
        assertEquals(new Note("a", 1), Json.read(newer, Note.class));
        assertTrue(Json.text(new Note("a", 1)).contains("\"count\" : 1"));
    }

    @Test
    void brokenJsonIsNamedWithItsLine() throws IOException {
        Path file = file("{\n  \"text\": \"a\",\n  \"count\": oops\n}");
        String message = Failing.with("FS-JSON-001", () -> Json.readTree(file));
        assertTrue(message.contains("settings.json") && message.contains("line 3"), message);
    }

    @Test
    void aFieldOfTheWrongTypeIsNamedWithItsLine() throws IOException {
        Path file = file("{\n  \"text\": \"a\",\n  \"count\": \"many\"\n}");
        String message = Failing.with("FS-JSON-001", () -> Json.read(file, Note.class));
        assertTrue(message.contains("settings.json") && message.contains("line 3"), message);
    }

    @Test
    void emptyNullAndTrailingContentAreRefused() throws IOException {
        for (String content : new String[] {"", "null", "{} {}", "{\"text\": "}) {
            Path file = file(content);
            String message = Failing.with("FS-JSON-001", () -> Json.read(file, Note.class));
            assertTrue(message.contains("settings.json"), message);
        }
        Path empty = file("");
        Failing.with("FS-JSON-001", () -> Json.readTree(empty));
    }

    @Test
    void aMissingFileAndAFolderAreNamed() {
        Path missing = folder.resolve("gone.json");
        assertTrue(Failing.with("FS-FILE-003", () -> Json.readTree(missing)).contains("gone.json"));
        Failing.with("FS-FILE-004", () -> Json.readTree(folder));
        Failing.with("FS-FILE-003", () -> Hashes.sha256(missing));
    }

    @Test
    void whatCannotBeWrittenIsAProgrammersError() {
        assertThrows(IllegalArgumentException.class, () -> Json.text(new Object()));
    }

    @Test
    void theHashIsTheKnownOne() throws IOException, FactorscopeException {
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Hashes.sha256(file("abc")));
    }
}
