package io.factorscope.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reading files piece by piece.
class CorpusTest {
    @TempDir private Path folder;

    private static List<String> all(Corpus corpus) throws FactorscopeException {
        List<String> texts = new ArrayList<>();
        Corpus.Piece piece = corpus.read(Corpus.Place.START);
        while (piece != null) {
            texts.addAll(piece.texts());
            piece = corpus.read(piece.next());
        }
        return texts;
    }

    @Test
    void textsAreDividedAndFilesReadInOrder() throws IOException, FactorscopeException {
        Files.createDirectories(folder.resolve("b"));
        Files.writeString(folder.resolve("b/2.txt"), "third\r\nline");
        Files.writeString(folder.resolve("a.txt"), "\uFEFFone\n<|endoftext|>\n two <|endoftext|>");
        Files.writeString(folder.resolve("c.md"), "no");
        Files.writeString(folder.resolve("empty.txt"), "");
        Corpus corpus = Corpus.of(folder);
        assertEquals(List.of("one", "two", "third\nline"), all(corpus));
        assertEquals("b/2.txt 11", corpus.contents().get(1));
        assertEquals(List.of("one", "two"), all(Corpus.of(folder.resolve("a.txt"))));
    }

    @Test
    void aLongFileIsCutAtWordsAndNothingIsLost() throws IOException, FactorscopeException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("wört").append(i).append(' ');
        }
        Path file = folder.resolve("long.txt");
        Files.writeString(file, text);
        List<String> pieces = all(Corpus.of(file));
        assertTrue(pieces.size() > 4, pieces.size() + " pieces");
        assertEquals(text.toString().strip(), String.join(" ", pieces));
    }

    @Test
    void charactersAreNeverCutInHalf() throws IOException, FactorscopeException {
        String text = "x" + "日本語".repeat(10_000);
        Path file = folder.resolve("cjk.txt");
        Files.writeString(file, text);
        assertEquals(text, String.join("", all(Corpus.of(file))));
    }

    @Test
    void aFolderWithoutTextFilesIsRefused() {
        Failing.with("FS-CORPUS-001", () -> Corpus.of(folder));
        Failing.with("FS-FILE-003", () -> Corpus.of(folder.resolve("none.txt")));
    }
}
