package io.factorscope.core.concept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

class DiffMeansTest {
    private static final HookPoint HOOK = new HookPoint(2, Site.RESID_POST);
    private static final int D = 24;
    private static final int N = 900;

    /// Label i adds 5 along axis i to a shared offset with noise; every tenth row has no label.
    private static float[] rows(TokenTable.Builder tokens) {
        SplittableRandom random = new SplittableRandom(4);
        float[] rows = new float[N * D];
        for (int i = 0; i < N; i++) {
            String label = i % 10 == 9 ? "" : "l" + i % 3;
            tokens.add(i / 5, i % 5, i, "t", label);
            for (int j = 0; j < D; j++) {
                boolean planted = !label.isEmpty() && j == i % 3;
                rows[i * D + j] = (float) (7 + (planted ? 5 : 0) + 0.2 * random.nextGaussian());
            }
        }
        return rows;
    }

    private static double cosine(float[] rows, int row, float[] unit) {
        double dot = 0;
        double norm = 0;
        for (int j = 0; j < D; j++) {
            dot += (double) rows[row * D + j] * unit[j];
            norm += (double) rows[row * D + j] * rows[row * D + j];
        }
        return dot / Math.sqrt(norm);
    }

    @Test
    void plantedDirectionsAreFoundAndFireOnTheirLabel() {
        TokenTable.Builder builder = new TokenTable.Builder();
        float[] rows = rows(builder);
        TokenTable tokens = builder.build();
        try (ActivationSet set = ActivationSet.ofValues(rows, N, D)) {
            List<Concept> concepts = DiffMeans.concepts(set, tokens, HOOK);
            assertEquals(
                    List.of("L:l0", "L:l1", "L:l2"), concepts.stream().map(Concept::id).toList());
            List<float[]> scores = DiffMeans.scores(set, concepts);
            for (int label = 0; label < 3; label++) {
                float[] unit = Projection.unit(concepts.get(label).direction());
                assertTrue(unit[label] > 0.8, "along its axis " + unit[label]);
                assertEquals(HOOK, concepts.get(label).hook());
                double least = 1;
                double mostOfOthers = -1;
                for (int i = 0; i < N; i++) {
                    float score = scores.get(label)[i];
                    assertEquals(cosine(rows, i, unit), score, 1e-6, "row " + i);
                    if (tokens.label(i).equals("l" + label)) {
                        least = Math.min(least, score);
                    } else {
                        mostOfOthers = Math.max(mostOfOthers, score);
                    }
                }
                assertTrue(least > mostOfOthers, "label " + label);
            }
        }
    }

    @Test
    void aLabelOfEveryTokenHasNothingToBeComparedWith() {
        TokenTable.Builder tokens = new TokenTable.Builder();
        tokens.add(0, 0, 0, "a", "all").add(0, 1, 1, "b", "all");
        try (ActivationSet set = ActivationSet.ofValues(new float[] {1, 2, 3, 4}, 2, 2)) {
            assertEquals(List.of(), DiffMeans.concepts(set, tokens.build(), HOOK));
            assertEquals(List.of(), DiffMeans.scores(set, List.of()));
        }
    }

    @Test
    void aConceptSaysWhereItComesFrom() {
        Concept factor = new Concept(new ConceptSource.Factor(8), HOOK, new float[] {0, 2});
        assertEquals("F8", factor.id());
        assertEquals("factor #8 of the semi-NMF fit", factor.source().describe());
        assertTrue(new ConceptSource.Label("sad").describe().contains("'sad'"));
        assertEquals(6, factor.steer(6).vector()[1]);
        assertEquals(HOOK, factor.steer(6).at());
    }
}
