package io.factorscope.core.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Ways to write a sentence: lists by what they vary, of which every combination is one style.
///
/// An empty list varies nothing. A file of styles has the six names as its fields.
public record Styles(
        List<String> tone,
        List<String> perspective,
        List<String> domain,
        List<String> format,
        List<String> tense,
        List<String> sentiment) {
    /// What is varied unless said otherwise.
    public static final Styles DEFAULT =
            new Styles(
                    List.of("plain", "formal", "playful", "urgent", "thoughtful"),
                    List.of("first person", "second person", "third person"),
                    List.of("home", "school", "work", "nature", "travel", "science", "sport"),
                    List.of("statement", "question", "dialogue", "headline", "diary entry"),
                    List.of("past", "present", "future"),
                    List.of("glad", "sad", "neutral", "worried"));

    /// A copy that nobody can change; what a file lacks varies nothing.
    public Styles {
        tone = copy(tone);
        perspective = copy(perspective);
        domain = copy(domain);
        format = copy(format);
        tense = copy(tense);
        sentiment = copy(sentiment);
    }

    private static List<String> copy(List<String> list) {
        return list == null ? List.of() : List.copyOf(new LinkedHashSet<>(list));
    }

    private Map<String, List<String>> lists() {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        lists.put("tone", tone);
        lists.put("perspective", perspective);
        lists.put("domain", domain);
        lists.put("format", format);
        lists.put("tense", tense);
        lists.put("sentiment", sentiment);
        lists.values().removeIf(List::isEmpty);
        return lists;
    }

    /// How many combinations there are.
    public long size() {
        return lists().values().stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
    }

    /// So many different combinations, or all where there are fewer.
    ///
    /// **Randomness**: the seed. Each is one line: `tone: plain; tense: past; …`.
    public List<String> sample(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long size = size();
        Set<Long> drawn = new LinkedHashSet<>();
        if (count >= size) {
            for (long i = 0; i < size; i++) {
                drawn.add(i);
            }
        }
        while (drawn.size() < Math.min(count, size)) {
            drawn.add(random.nextLong(size));
        }
        return drawn.stream().map(this::line).toList();
    }

    private String line(long number) {
        List<String> parts = new ArrayList<>();
        long rest = number;
        for (Map.Entry<String, List<String>> list : lists().entrySet()) {
            int size = list.getValue().size();
            parts.add(list.getKey() + ": " + list.getValue().get((int) (rest % size)));
            rest /= size;
        }
        return String.join("; ", parts);
    }
}
