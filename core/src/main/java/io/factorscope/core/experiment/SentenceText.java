package io.factorscope.core.experiment;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// When two sentences count as the same: case, marks and blanks make no difference.
final class SentenceText {
    private SentenceText() {}

    /// What is compared.
    static String key(String sentence) {
        String letters =
                sentence.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ").strip();
        return letters.isEmpty() ? sentence.strip() : letters;
    }

    /// The keys of several.
    static Set<String> keys(Collection<String> sentences) {
        Set<String> keys = new HashSet<>();
        sentences.forEach(sentence -> keys.add(key(sentence)));
        return keys;
    }
}
