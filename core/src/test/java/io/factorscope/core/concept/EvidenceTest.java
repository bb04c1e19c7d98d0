package io.factorscope.core.concept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.activation.TokenTable;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

class EvidenceTest {
    private static final int LENGTH = 40;

    /// Three texts of forty tokens, the first two labelled, the third not.
    private static TokenTable table() {
        TokenTable.Builder builder = new TokenTable.Builder();
        String[] labels = {"cats", "dogs", ""};
        for (int sample = 0; sample < 3; sample++) {
            for (int i = 0; i < LENGTH; i++) {
                builder.add(sample, i + 1, i, " w" + sample + "_" + i, labels[sample]);
            }
        }
        return builder.build();
    }

    private static List<String> tokens(List<TokenScore> scores) {
        return scores.stream().map(TokenScore::token).toList();
    }

    @Test
    void contextsAreTheStrongestTokenOfEachTextWithFifteenNeighbours() {
        float[] scores = new float[3 * LENGTH];
        scores[20] = 4;
        scores[22] = 3;
        scores[LENGTH] = 8;
        Evidence evidence = Evidence.of(table(), scores);
        assertEquals(8, evidence.maximum());
        assertEquals(2, evidence.contexts().size());
        Context first = evidence.contexts().get(0);
        assertEquals(8, first.value());
        assertEquals(0, first.center());
        assertEquals(16, first.tokens().size());
        assertEquals("dogs", first.label());
        Context second = evidence.contexts().get(1);
        assertEquals(20, second.row());
        assertEquals(15, second.center());
        assertEquals(31, second.tokens().size());
        assertEquals(" w0_5", second.tokens().get(0).token());
        assertEquals(3, second.tokens().get(17).value());
        assertEquals(List.of(" w1_0", " w0_20", " w0_22"), tokens(evidence.topTokens()));
    }

    @Test
    void contextsNeverReachIntoAnotherText() {
        float[] scores = new float[3 * LENGTH];
        scores[2 * LENGTH - 1] = 1;
        Context context = Evidence.of(table(), scores).contexts().get(0);
        assertEquals(16, context.tokens().size());
        assertEquals(15, context.center());
        assertEquals(1, context.sample());
    }

    @Test
    void aTokenFiresFromFifteenHundredthsOfTheMaximumOn() {
        float[] scores = new float[3 * LENGTH];
        scores[0] = 100;
        scores[1] = 15;
        scores[2] = 14.9f;
        scores[3] = -100;
        Evidence evidence = Evidence.of(table(), scores);
        assertEquals(2.0 / 120, evidence.fires(), 1e-12);
        assertEquals(3, evidence.histogram().stream().mapToInt(Integer::intValue).sum());
        assertEquals(1, evidence.histogram().get(19));
    }

    @Test
    void labelsShareTheScoreByTheirMeans() {
        float[] scores = new float[3 * LENGTH];
        scores[0] = 3;
        scores[1] = -50;
        scores[LENGTH] = 1;
        scores[2 * LENGTH] = 9;
        List<TokenScore> shares = Evidence.of(table(), scores).byLabel();
        assertEquals(List.of("cats", "dogs"), tokens(shares));
        assertEquals(0.75, shares.get(0).value(), 1e-12);
        assertEquals(0.25, shares.get(1).value(), 1e-12);
    }

    @Test
    void aConceptThatNeverFiresHasNoEvidence() {
        for (float value : new float[] {0, -1}) {
            float[] scores = new float[3 * LENGTH];
            java.util.Arrays.fill(scores, value);
            Evidence evidence = Evidence.of(table(), scores);
            assertEquals(0, evidence.maximum());
            assertEquals(0, evidence.fires());
            assertTrue(evidence.contexts().isEmpty() && evidence.topTokens().isEmpty());
        }
        assertEquals(0, Evidence.of(new TokenTable.Builder().build(), new float[0]).fires());
    }

    @Test
    void theStrongestComeFirstWhateverTheSigns() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 50; round++) {
            float[] scores = new float[3 * LENGTH];
            float maximum = 0;
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (float) random.nextGaussian();
                maximum = Math.max(maximum, scores[i]);
            }
            Evidence evidence = Evidence.of(table(), scores);
            assertEquals(maximum, evidence.maximum());
            for (List<TokenScore> list : List.of(evidence.topTokens())) {
                for (int i = 1; i < list.size(); i++) {
                    assertTrue(list.get(i).value() <= list.get(i - 1).value());
                }
            }
            assertEquals(3, evidence.contexts().size());
        }
    }

    @Test
    void topTokensAreDistinctWhateverTheirCase() {
        TokenTable.Builder builder = new TokenTable.Builder();
        float[] scores = new float[30];
        for (int i = 0; i < 30; i++) {
            String word = "w" + i / 3;
            String token =
                    i % 3 == 0 ? word : i % 3 == 1 ? " " + word : word.toUpperCase(Locale.ROOT);
            builder.add(i, 1, i, token, "");
            scores[i] = 30 - i;
        }
        Evidence evidence = Evidence.of(builder.build(), scores);
        assertEquals(
                List.of("w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7"),
                tokens(evidence.topTokens()));
        assertEquals(25, evidence.contexts().size());
    }

    @Test
    void aLabelsWordsAreThoseItUsesMoreThanOthers() {
        TokenTable.Builder builder = new TokenTable.Builder();
        for (int i = 0; i < 60; i++) {
            boolean cats = i % 3 == 0;
            builder.add(i, 1, 1, " the", cats ? "cats" : "dogs");
            builder.add(i, 2, cats ? 2 : 3, cats ? " purr" : " bark", cats ? "cats" : "dogs");
        }
        builder.add(60, 1, 4, " once", "cats");
        TokenTable table = builder.build();
        assertEquals(Set.of(2), LabelWords.of(table, "cats"));
        assertEquals(Set.of(3), LabelWords.of(table, "dogs"));
        assertEquals(Set.of(), LabelWords.of(table, "birds"));
    }
}
