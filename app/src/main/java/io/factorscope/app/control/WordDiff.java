package io.factorscope.app.control;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which words of a text are not in another, by their longest common subsequence. A Chinese or
/// Japanese character counts as a word.
///
/// **Cost**: the product of the two lengths in words, after the common start and end are set aside.
public final class WordDiff {
    private static final String IDEOGRAPH = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}";
    private static final Pattern WORD =
            Pattern.compile("[" + IDEOGRAPH + "]|[^\\s" + IDEOGRAPH + "]+");

    private WordDiff() {}

    /// Characters from `start` up to `end`.
    public record Span(int start, int end) {}

    private record Word(String text, int start, int end) {}

    /// The stretches of `text` whose words differ from `other`; neighbours are one stretch.
    public static List<Span> changed(String text, String other) {
        List<Word> ours = words(text);
        List<Word> theirs = words(other);
        boolean[] common = common(ours, theirs);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < common.length; i++) {
            if (common[i]) {
                continue;
            }
            int start = ours.get(i).start();
            while (i + 1 < common.length && !common[i + 1]) {
                i++;
            }
            spans.add(new Span(start, ours.get(i).end()));
        }
        return spans;
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(new Word(matcher.group(), matcher.start(), matcher.end()));
        }
        return words;
    }

    private static boolean[] common(List<Word> ours, List<Word> theirs) {
        boolean[] common = new boolean[ours.size()];
        int first = 0;
        int n = ours.size();
        int m = theirs.size();
        while (first < Math.min(n, m) && same(ours, first, theirs, first)) {
            common[first++] = true;
        }
        while (n > first && m > first && same(ours, n - 1, theirs, m - 1)) {
            common[--n] = true;
            m--;
        }
        markLongest(ours.subList(first, n), theirs.subList(first, m), common, first);
        return common;
    }

    /// The textbook table: `length[i][j]` is the longest common subsequence of what follows word i
    /// of ours and word j of theirs.
    private static void markLongest(
            List<Word> ours, List<Word> theirs, boolean[] common, int offset) {
        int[][] length = new int[ours.size() + 1][theirs.size() + 1];
        for (int i = ours.size() - 1; i >= 0; i--) {
            for (int j = theirs.size() - 1; j >= 0; j--) {
                length[i][j] =
                        same(ours, i, theirs, j)
                                ? length[i + 1][j + 1] + 1
                                : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < ours.size() && j < theirs.size()) {
            if (same(ours, i, theirs, j)) {
                common[offset + i] = true;
                i++;
                j++;
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }

    private static boolean same(List<Word> ours, int i, List<Word> theirs, int j) {
        return ours.get(i).text().equals(theirs.get(j).text());
    }
}
