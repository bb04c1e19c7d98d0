package io.factorscope.core.concept;

import io.factorscope.core.activation.TokenTable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The words typical of a label's texts: its own vocabulary.
public final class LabelWords {
    private static final int KEPT = 40;

    private LabelWords() {}

    /// The ids of the tokens that the label's texts use at least three times as often as the
    /// others, at least twice, largest surplus first.
    public static Set<Integer> of(TokenTable tokens, String label) {
        Map<Integer, Integer> inside = new HashMap<>();
        Map<Integer, Integer> outside = new HashMap<>();
        int in = 0;
        for (int row = 0; row < tokens.size(); row++) {
            boolean mine = tokens.label(row).equals(label);
            in += mine ? 1 : 0;
            (mine ? inside : outside).merge(tokens.id(row), 1, Integer::sum);
        }
        double ratio = in == 0 ? 1 : (double) (tokens.size() - in) / in;
        Map<Integer, Double> surplus = new HashMap<>();
        inside.forEach((id, count) -> {
            double expected = outside.getOrDefault(id, 0) / ratio;
            if (count >= 2 && count > 3 * expected) {
                surplus.put(id, count - expected);
            }
        });
        List<Integer> best =
                surplus.entrySet().stream()
                        .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
                        .limit(KEPT)
                        .map(Map.Entry::getKey)
                        .toList();
        return new HashSet<>(best);
    }
}
