package io.factorscope.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class DatasetReaderTest {
    @TempDir private Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private List<Example> read(String name, String content)
            throws IOException, FactorscopeException {
        return DatasetReader.read(file(name, content)).examples();
    }

    @Test
    void everyShapeGivesTheSameExamples() throws IOException, FactorscopeException {
        List<Example> want =
                List.of(new Example("A cat, asleep.", "cats"), new Example("A dog.", "dogs"));
        assertEquals(
                want,
                read(
                        "list.json",
                        "[{\"prompt\": \"A cat, asleep.\", \"label\": \"cats\"},"
                                + " {\"label\": \"dogs\", \"prompt\": \"A dog.\"}]"));
        assertEquals(
                want, read("map.json", "{\"cats\": [\"A cat, asleep.\"], \"dogs\": [\"A dog.\"]}"));
        assertEquals(
                want,
                read("t.csv", "\uFEFFprompt,label\r\n\"A cat, asleep.\",cats\r\nA dog.,dogs"));
        assertEquals(want, read("T.CSV", "label,prompt\ncats,\"A cat, asleep.\"\ndogs,A dog.\n"));
    }

    @Test
    void plainTextIsOnePromptALine() throws IOException, FactorscopeException {
        List<Example> want = List.of(new Example("One.", ""), new Example("Two.", ""));
        assertEquals(want, read("a.txt", "\uFEFFOne.\r\n\n  Two.  \n"));
        assertEquals(want, read("no-ending", "One.\nTwo."));
        assertEquals(want, DatasetReader.ofText("pasted", "One.\n\nTwo.").examples());
    }

    @Test
    void labelsComeInOrderOfFirstUseAndMayBeMissing() throws IOException, FactorscopeException {
        Path file =
                file(
                        "mixed.json",
                        "[{\"prompt\": \"x\", \"label\": \" b \"}, {\"prompt\": \"y\"},"
                                + " {\"prompt\": \"z\", \"label\": \"a\"},"
                                + " {\"prompt\": \"  \", \"label\": \"blank\"}]");
        Dataset data = DatasetReader.read(file);
        assertEquals("mixed", data.name());
        assertEquals(List.of("b", "a"), data.labels());
        assertEquals(3, data.examples().size());
        assertEquals(List.of(new Example("only", "")), read("one.csv", "prompt\nonly\n"));
    }

    @Test
    void anotherShapeIsRefusedWithTheShapesThatAreRead() throws IOException {
        String[][] bad = {
            {"a.json", "\"text\""},
            {"b.json", "[{\"text\": \"no prompt\"}]"},
            {"c.json", "[\"bare\"]"},
            {"d.json", "{\"label\": \"not a list\"}"},
            {"e.json", "{\"label\": [\"fine\", {\"prompt\": \"not text\"}]}"},
            {"f.csv", "text,label\na,b\n"},
            {"g.csv", "prompt,label\na\n"}
        };
        for (String[] one : bad) {
            Path file = file(one[0], one[1]);
            String message = Failing.with("FS-DATA-001", () -> DatasetReader.read(file));
            assertTrue(message.contains(one[0]), message);
            assertTrue(message.contains("prompt,label"), message);
        }
    }

    @Test
    void anEmptyDataSetIsRefused() throws IOException {
        String[][] empty = {
            {"a.json", "[]"}, {"b.json", "{}"}, {"c.csv", "prompt,label\n"}, {"d.txt", "\n \n"}
        };
        for (String[] one : empty) {
            Path file = file(one[0], one[1]);
            String message = Failing.with("FS-DATA-002", () -> DatasetReader.read(file));
            assertTrue(message.contains(one[0]), message);
        }
        Failing.with("FS-DATA-002", () -> DatasetReader.ofText("pasted", " \n"));
        Path nothing = file("e.csv", "");
        Failing.with("FS-DATA-001", () -> DatasetReader.read(nothing));
    }

    @Test
    void textInAnotherEncodingAndMissingFilesAreNamed() throws IOException {
        Path latin = folder.resolve("latin.txt");
        Files.write(latin, "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(Failing.with("FS-DATA-001", () -> DatasetReader.read(latin)).contains("UTF-8"));
        Path missing = folder.resolve("missing.txt");
        Failing.with("FS-FILE-003", () -> DatasetReader.read(missing));
    }
}
