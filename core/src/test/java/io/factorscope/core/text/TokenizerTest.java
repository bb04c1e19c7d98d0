package io.factorscope.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class TokenizerTest {
    private static final Path FILE =
            Fixtures.HOME.resolve("resources/models/storyteller/tokenizer.json");
    private static final String EMOJI = "I 😀 naïve 日本\n\tend";
    private static Tokenizer tokenizer;

    @TempDir private Path folder;

    @BeforeAll
    static void load() throws FactorscopeException {
        tokenizer = Tokenizer.load(FILE, 0);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void textComesBackAsItWas() {
        for (String text : new String[] {"Once upon a time", " leading", EMOJI, ""}) {
            assertEquals(text, tokenizer.decode(tokenizer.encode(text, true)));
        }
    }

    @Test
    void bosStandsFirstOnce() throws FactorscopeException {
        int[] with = tokenizer.encode("The cat", true);
        int[] without = tokenizer.encode("The cat", false);
        assertEquals(0, with[0]);
        assertArrayEquals(without, Arrays.copyOfRange(with, 1, with.length));
        assertArrayEquals(with, tokenizer.encode(tokenizer.token(0) + "The cat", true));
        assertArrayEquals(new int[] {0}, tokenizer.encode("", true));
        try (Tokenizer none = Tokenizer.load(FILE, -1)) {
            assertArrayEquals(without, none.encode("The cat", true));
        }
    }

    @Test
    void aLongTextKeepsAllItsTokens() {
        int[] once = tokenizer.encode(" cat", false);
        int[] many = tokenizer.encode(" cat".repeat(5000), false);
        assertEquals(5000 * once.length, many.length);
    }

    @Test
    void halvesOfACharacterShowTheirBytes() {
        int[] ids = tokenizer.encode("😀", false);
        assertTrue(ids.length > 1);
        StringBuilder bytes = new StringBuilder();
        for (int id : ids) {
            String token = tokenizer.token(id);
            assertTrue(token.matches("<[0-9A-F]{2}( [0-9A-F]{2})*>"), token);
            bytes.append(token, 1, token.length() - 1).append(' ');
        }
        assertEquals("F0 9F 98 80 ", bytes.toString());
    }

    @Test
    void tokensAreReadableAndUnknownIdsSaySo() {
        int[] ids = tokenizer.encode("a cat", false);
        assertEquals(" cat", tokenizer.token(ids[1]));
        assertEquals("<999999>", tokenizer.token(999_999));
        assertEquals(4096, tokenizer.size());
        assertEquals(0, tokenizer.bos());
        assertEquals("no-byte-〇", ByteLevel.readable("no-byte-〇"));
    }

    @Test
    void spacesAndLineBreaksAreMadeVisible() {
        assertEquals("·cat", VisibleText.of(" cat"));
        assertEquals("⏎⇥␍", VisibleText.of("\n\t\r"));
        assertEquals("plain", VisibleText.of("plain"));
    }

    @Test
    void aStreamGivesWholeCharactersOnly() {
        StreamDecoder stream = new StreamDecoder(tokenizer);
        StringBuilder text = new StringBuilder();
        String repeated = EMOJI.repeat(20);
        for (int id : tokenizer.encode(repeated, false)) {
            String fresh = stream.add(id);
            assertTrue(fresh.indexOf('\uFFFD') < 0, fresh);
            text.append(fresh);
        }
        assertEquals(repeated, text.toString());
    }

    @Test
    void aFileThatIsNoTokenizerIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": 3}");
        String message = Failing.with("FS-TEXT-001", () -> Tokenizer.load(file, 0).close());
        assertTrue(message.contains("tokenizer.json"), message);
        Path broken = Files.writeString(folder.resolve("half.json"), "{\"model\": ");
        Failing.with("FS-JSON-001", () -> Tokenizer.load(broken, 0).close());
    }
}
