package io.factorscope.core.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gathers distinct sentences of two kinds from a model's answers: lines that begin with `+`
/// (activating) or `-` (neutral), perhaps after a number.
final class SentencePairs {
    private static final Pattern LINE =
            Pattern.compile("^\\s*(?:\\d+\\s*[.):]?\\s*)?([+\\-\\u2212\\u2013])\\s*(.+)$");
    private static final int LEAST = 8;

    private final List<String> activating = new ArrayList<>();
    private final List<String> neutral = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final int each;

    /// Gathers until there are `each` of both.
    SentencePairs(int each) {
        this.each = each;
    }

    void add(String answer) {
        answer.lines().forEach(this::line);
    }

    private void line(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            return;
        }
        String text = String.valueOf(found.group(2)).strip().replaceAll("^\"(.*)\"$", "$1");
        take("+".equals(found.group(1)) ? activating : neutral, text);
    }

    /// Takes a pair where both are new and wanted.
    void pair(String shows, String lacks) {
        boolean fits = activating.size() < each && neutral.size() < each;
        boolean other = !seen.contains(SentenceText.key(lacks));
        if (fits && other && seen.add(SentenceText.key(shows))) {
            activating.add(shows);
            if (seen.add(SentenceText.key(lacks))) {
                neutral.add(lacks);
            } else {
                activating.removeLast();
            }
        }
    }

    static boolean longEnough(String text) {
        return text.length() >= LEAST;
    }

    private void take(List<String> kind, String text) {
        if (longEnough(text) && kind.size() < each && seen.add(SentenceText.key(text))) {
            kind.add(text);
        }
    }

    boolean complete() {
        return activating.size() == each && neutral.size() == each;
    }

    ConceptSentences row(ConceptKey key, String description, MadeBy by) {
        return new ConceptSentences(key, description, activating, neutral, by);
    }
}
