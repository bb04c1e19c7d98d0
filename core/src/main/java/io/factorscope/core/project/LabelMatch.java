package io.factorscope.core.project;

import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.experiment.Interval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How well a concept's largest score in a text tells the texts of a label from all others, on the
/// analysis' own texts: a figure to choose by, not to report, for they are what the concept was
/// made of.
public record LabelMatch(ConceptEntry concept, double auroc) {
    /// Concepts that fit a label, best first; none where the data has no other label.
    ///
    /// **Cost**: one pass over the scores of each concept, and all pairs of texts.
    public static List<LabelMatch> of(
            TokenTable tokens, List<ConceptEntry> concepts, String label) {
        Map<Integer, String> labels = ConceptImporter.labels(tokens);
        List<Integer> texts = labels.keySet().stream().sorted().toList();
        long own = labels.values().stream().filter(label::equals).count();
        if (own == 0 || own == texts.size()) {
            return List.of();
        }
        int last = texts.getLast();
        List<LabelMatch> matches = new ArrayList<>();
        for (ConceptEntry concept : concepts) {
            double[] largest = largest(tokens, concept.scores(), last + 1);
            double auroc =
                    Interval.auroc(
                            texts.stream()
                                    .filter(text -> label.equals(labels.get(text)))
                                    .mapToDouble(text -> largest[text])
                                    .toArray(),
                            texts.stream()
                                    .filter(text -> !label.equals(labels.get(text)))
                                    .mapToDouble(text -> largest[text])
                                    .toArray());
            matches.add(new LabelMatch(concept, auroc));
        }
        matches.sort(Comparator.comparingDouble((LabelMatch match) -> -match.auroc));
        return List.copyOf(matches);
    }

    private static double[] largest(TokenTable tokens, float[] scores, int texts) {
        double[] largest = new double[texts];
        java.util.Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        int row = 0;
        while (row < tokens.size()) {
            int sample = tokens.sample(row);
            int end = tokens.runEnd(row);
            for (; row < end; row++) {
                if (sample < texts) {
                    largest[sample] = Math.max(largest[sample], scores[row]);
                }
            }
        }
        return largest;
    }
}
