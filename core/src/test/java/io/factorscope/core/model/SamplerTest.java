package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class SamplerTest {
    private static final int DRAWS = 40_000;

    /// Probabilities 0.4, 0.1, 0.3, 0.2, behind two numbers of another row.
    private static final float[] LOGITS = {99, 99, log(0.4), log(0.1), log(0.3), log(0.2)};

    private static float log(double p) {
        return (float) Math.log(p);
    }

    /// How often each of the four tokens is drawn.
    private static double[] shares(Sampling sampling) {
        Sampler sampler = new Sampler(sampling);
        SplittableRandom random = new SplittableRandom(11);
        double[] shares = new double[4];
        for (int i = 0; i < DRAWS; i++) {
            shares[sampler.next(LOGITS, 2, 4, random)] += 1.0 / DRAWS;
        }
        return shares;
    }

    private static void assertShares(Sampling sampling, double... want) {
        double[] got = shares(sampling);
        for (int i = 0; i < want.length; i++) {
            // five standard errors of a share of one half
            assertEquals(want[i], got[i], want[i] == 0 ? 0 : 0.0125, sampling + " token " + i);
        }
    }

    @Test
    void withoutLimitsEveryTokenComesAsOftenAsTheModelSays() {
        assertShares(new Sampling(1, 0, 1), 0.4, 0.1, 0.3, 0.2);
    }

    @Test
    void greedyTakesTheMostLikely() {
        assertShares(Sampling.GREEDY, 1, 0, 0, 0);
        assertShares(new Sampling(3, 1, 1), 1, 0, 0, 0);
        assertEquals(1, Sampler.argmax(new float[] {2, 5, 5}, 0, 3));
    }

    @Test
    void aRepetitionPenaltyMakesWhatIsWrittenLessLikelyWhateverItsSign() {
        float[] logits = {9, 2, -2, 4};
        new Sampler(new Sampling(1, 0, 1, 2)).penalise(logits, 1, new int[] {0, 1, 1});
        assertArrayEquals(new float[] {9, 1, -4, 4}, logits);
        new Sampler(new Sampling(1, 0, 1)).penalise(logits, 1, new int[] {0, 1, 2});
        assertArrayEquals(new float[] {9, 1, -4, 4}, logits);
        assertEquals(1, new Sampling(1, 0, 1, 0).repetitionPenalty());
        Failing.with("FS-TEXT-004", () -> new Sampling(1, 0, 1, -1).checked());
    }

    @Test
    void topKLeavesTheStrongestInTheirProportion() {
        assertShares(new Sampling(1, 2, 1), 4.0 / 7, 0, 3.0 / 7, 0);
        assertShares(new Sampling(1, 100, 1), 0.4, 0.1, 0.3, 0.2);
    }

    @Test
    void topPLeavesTheFewestThatReachTheShare() {
        assertShares(new Sampling(1, 0, 0.65), 4.0 / 7, 0, 3.0 / 7, 0);
        assertShares(new Sampling(1, 0, 0.01), 1, 0, 0, 0);
    }

    @Test
    void topPCountsWithinWhatTopKLeft() {
        // of 4/7 and 3/7 the first alone reaches 0.5
        assertShares(new Sampling(1, 2, 0.5), 1, 0, 0, 0);
    }

    @Test
    void temperatureFlattensAndSharpens() {
        double[] halves = {0.16 / 0.3, 0.01 / 0.3, 0.09 / 0.3, 0.04 / 0.3};
        assertShares(new Sampling(0.5, 0, 1), halves);
        assertShares(new Sampling(0.01, 0, 1), 1, 0, 0, 0);
        double[] hot = shares(new Sampling(100, 0, 1));
        for (double share : hot) {
            assertEquals(0.25, share, 0.02);
        }
    }

    @Test
    void equalLogitsLeaveExactlyTopKTokens() {
        Sampler sampler = new Sampler(new Sampling(1, 3, 1));
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 200; i++) {
            assertTrue(sampler.next(new float[8], 0, 8, random) < 3);
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() throws FactorscopeException {
        new Sampling(0, 0, 1).checked();
        Sampling.EVALUATION.checked();
        Sampling[] bad = {
            new Sampling(-1, 0, 1),
            new Sampling(Double.NaN, 0, 1),
            new Sampling(101, 0, 1),
            new Sampling(1, -1, 1),
            new Sampling(1, 0, 0),
            new Sampling(1, 0, 1.1)
        };
        for (Sampling sampling : bad) {
            Failing.with("FS-TEXT-004", sampling::checked);
        }
    }
}
