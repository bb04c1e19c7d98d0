package io.factorscope.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// The words that differ.
class WordDiffTest {
    private static List<String> changed(String text, String other) {
        return WordDiff.changed(text, other).stream()
                .map(span -> text.substring(span.start(), span.end()))
                .toList();
    }

    @Test
    void sameTextsHaveNoMarks() {
        assertEquals(List.of(), changed("she went to the park", "she went  to the park"));
        assertEquals(List.of(), changed("", "anything"));
    }

    @Test
    void replacedInsertedAndNeighbouringWordsAreMarked() {
        assertEquals(
                List.of("was so happy", "very"),
                changed("Lily was so happy at the very park", "Lily went at the park"));
    }

    @Test
    void everyWordIsNewAgainstNothing() {
        assertEquals(List.of("all of it"), changed("all of it", ""));
    }

    @Test
    void ideographsAreWords() {
        assertEquals(List.of("犬"), changed("私の犬です", "私の猫です"));
    }

    @Test
    void whatIsLeftUnmarkedIsASubsequenceOfTheOther() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            String text = words(random);
            String other = words(random);
            StringBuilder rest = new StringBuilder(text);
            for (WordDiff.Span span : WordDiff.changed(text, other).reversed()) {
                rest.delete(span.start(), span.end());
            }
            assertTrue(
                    isSubsequence(rest.toString().replace(" ", ""), other), text + " / " + other);
        }
    }

    private static boolean isSubsequence(String part, String whole) {
        int at = -1;
        for (int i = 0; i < part.length(); i++) {
            at = whole.indexOf(part.charAt(i), at + 1);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    private static String words(Random random) {
        return random.ints(random.nextInt(12), 0, 4)
                .mapToObj(i -> "abcd".substring(i, i + 1))
                .collect(Collectors.joining(" "));
    }
}
