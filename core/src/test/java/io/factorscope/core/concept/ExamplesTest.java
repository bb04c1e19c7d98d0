package io.factorscope.core.concept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.activation.TokenTable;

import org.junit.jupiter.api.Test;

import java.util.List;

class ExamplesTest {
    private static final int TEXTS = 40;
    private static final int LENGTH = 10;
    private static final Examples.Spec SPEC = new Examples.Spec(5, 3, 1);

    private static TokenTable table() {
        TokenTable.Builder builder = new TokenTable.Builder();
        for (int sample = 0; sample < TEXTS; sample++) {
            for (int i = 0; i < LENGTH; i++) {
                builder.add(sample, i + 1, i, " w" + i, "");
            }
        }
        return builder.build();
    }

    /// Half of the tokens active, each with another score.
    private static float[] scores() {
        float[] scores = new float[TEXTS * LENGTH];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = i % 2 == 0 ? 0 : 1 + i;
        }
        return scores;
    }

    @Test
    void bandsFollowEachOtherAndHoldEveryActiveTokenOnce() {
        List<Examples.Band> bands = Examples.of(table(), scores(), SPEC).bands();
        assertEquals(Examples.Kind.TOP, bands.getFirst().kind());
        assertEquals(400, bands.getFirst().most());
        assertEquals(Examples.Kind.RANDOM, bands.getLast().kind());
        List<Examples.Band> quantiles = bands.subList(1, bands.size() - 1);
        assertEquals(200, quantiles.stream().mapToInt(Examples.Band::tokens).sum());
        assertEquals(
                List.of(20, 30, 50, 50, 50),
                quantiles.stream().map(Examples.Band::tokens).toList());
        for (int i = 0; i < quantiles.size(); i++) {
            Examples.Band band = quantiles.get(i);
            assertTrue(band.least() <= band.most());
            assertTrue(i == 0 || band.most() < quantiles.get(i - 1).least());
            assertEquals(5, band.contexts().size());
            for (Context context : band.contexts()) {
                assertTrue(context.value() >= band.least() && context.value() <= band.most());
                assertTrue(context.tokens().size() <= 7);
            }
        }
    }

    @Test
    void examplesOfABandComeFromDifferentTextsStrongestFirst() {
        for (Examples.Band band : Examples.of(table(), scores(), SPEC).bands()) {
            List<Context> contexts = band.contexts();
            long texts = contexts.stream().map(Context::sample).distinct().count();
            assertTrue(texts >= 4, texts + " texts");
            for (int i = 1; i < contexts.size(); i++) {
                assertTrue(contexts.get(i - 1).value() >= contexts.get(i).value());
            }
            if (band.kind() == Examples.Kind.TOP) {
                assertEquals(5, texts);
            }
        }
    }

    @Test
    void theSameSeedDrawsTheSameAndAnotherOneOthers() {
        Examples first = Examples.of(table(), scores(), SPEC);
        assertEquals(first, Examples.of(table(), scores(), SPEC));
        assertTrue(!first.equals(Examples.of(table(), scores(), new Examples.Spec(5, 3, 2))));
    }

    @Test
    void aConceptThatNeverFiresHasOnlyRandomExamples() {
        List<Examples.Band> bands = Examples.of(table(), new float[TEXTS * LENGTH], SPEC).bands();
        assertEquals(1, bands.size());
        assertEquals(5, bands.getFirst().contexts().size());
    }
}
