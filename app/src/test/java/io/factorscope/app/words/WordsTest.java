package io.factorscope.app.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The message bundle and the code that asks it agree.
class WordsTest {
    private static final Path SOURCES = Path.of("src/main/java/io/factorscope/app");
    private static final Pattern ASKED =
            Pattern.compile("Words\\s*\\.(?:of|format)\\(\\s*\"([^\"]+)\"");
    private static final Pattern INLINE =
            Pattern.compile(
                    "(?:new (?:Label|Hyperlink|MenuItem|CheckBox|Menu|TitledPane|EmptyState)\\(|"
                            + "set(?:PromptText|AccessibleText|Title)\\(|Buttons\\.text\\(|"
                            + "Tips\\.install\\(\\s*[\\w.]+,)\\s*\"[^\"]*[A-Za-z]{2}[^\"]*\"");

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    @Test
    void everyKeyThatIsAskedForIsThereAndNoneIsLeftOver() throws Exception {
        TreeSet<String> asked = new TreeSet<>();
        for (Path file : sources()) {
            asked.addAll(
                    ASKED.matcher(Files.readString(file))
                            .results()
                            .map(result -> result.group(1))
                            .toList());
        }
        ResourceBundle bundle =
                ResourceBundle.getBundle("io.factorscope.resources.messages", Locale.ROOT);
        TreeSet<String> leftOver = new TreeSet<>(bundle.keySet());
        leftOver.removeAll(asked);
        assertEquals(new TreeSet<>(), leftOver, "in the bundle, and never asked for");
        asked.removeAll(bundle.keySet());
        assertEquals(new TreeSet<>(), asked, "asked for, and not in the bundle");
        assertTrue(bundle.keySet().size() > 400);
    }

    @Test
    void controlsGetTheirWordsFromTheBundle() throws Exception {
        List<String> inline = new ArrayList<>();
        for (Path file : sources()) {
            INLINE.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .forEach(found -> inline.add(file.getFileName() + ": " + found));
        }
        assertEquals(List.of(), inline);
    }

    @Test
    void wordsAreFilledIn() {
        assertEquals("Steer", Words.of("steer.steer"));
        assertEquals("Undone: a name.", Words.format("shell.undone", "a name"));
        assertThrows(MissingResourceException.class, () -> Words.of("no.such.words"));
    }
}
