package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Scores on small tables, worked out by hand.
class ScoresTest {
    private static final ConceptKey KEY = new ConceptKey("F1", "blocks.0.mlp.hook_post", 4, 0, 1);

    /// a = (3, 4, 0), f = (1, 0, 0): cosine 3/5. Pearson: a less its mean is (2/3, 5/3, −7/3), f
    /// (2/3, −1/3, −1/3), their product 2/3; squares 78/9 and 6/9: 0.6667 / √(52/9) = 0.27735.
    /// Σ(a−f)² = 4 + 16 = 20, Σ(a−ā)² = 26/3: R² = 1 − 60/26 = −1.30769; MSE 20/3.
    @Test
    void aTokenIsComparedAsByHand() {
        SentenceSet.Match match =
                SentenceSet.Match.of(new float[] {3, 4, 0}, new float[] {1, 0, 0});
        assertEquals(0.6, match.cosine(), 1e-12);
        assertEquals(0.2773500981, match.correlation(), 1e-9);
        assertEquals(-1.3076923077, match.r2(), 1e-9);
        assertEquals(6.6666666667, match.mse(), 1e-9);
        SentenceSet.Match other =
                SentenceSet.Match.of(new float[] {1, 0, 0}, new float[] {1, 0, 0});
        SentenceSet.Match best = match.best(other);
        assertEquals(List.of(1.0, 0.0), List.of(best.cosine(), best.mse()));
    }

    /// ln(0.4 / 0.1); a mean of 0 or less has no logarithm.
    @Test
    void theRatioIsUndefinedWhereAMeanIsNotPositive() {
        double[] above = {0.3, 0.5};
        assertEquals(1.3862943611, present(DetectionRow.logRatio(above, new double[] {0.1})), 1e-9);
        assertNull(DetectionRow.logRatio(above, new double[] {-0.1, 0.1}));
        assertNull(DetectionRow.logRatio(new double[] {-0.2}, new double[] {0.1}));
    }

    private static double present(@org.jspecify.annotations.Nullable Double value) {
        assertNotNull(value);
        return value == null ? Double.NaN : value;
    }

    /// Of the nine pairs of (3, 2, 1) and (2, 0, 0): 3 above all, 2 above two and equal to one, 1
    /// above two: 7.5 of 9.
    @Test
    void theAreaUnderTheCurveCountsTiesHalf() {
        double[] above = {3, 2, 1};
        double[] below = {2, 0, 0};
        assertEquals(7.5 / 9, Interval.auroc(above, below), 1e-12);
        Interval interval = Interval.ofAuroc(above, below);
        assertTrue(interval.low() < 7.5 / 9 && interval.high() > 7.5 / 9, "" + interval);
        assertEquals(1, Interval.ofAuroc(new double[] {2, 3}, new double[] {0, 1}).low());
    }

    /// A hundred values of which half are 0 and half 1: the standard error of the mean is 0.05, so
    /// 95 % lie within 0.098 of a half.
    @Test
    void theIntervalOfAMeanIsAboutTwoStandardErrors() {
        List<Double> values =
                java.util.stream.IntStream.range(0, 100).mapToObj(i -> (double) (i % 2)).toList();
        Interval interval = Interval.ofMean(values);
        assertEquals(0.5, interval.mean(), 1e-12);
        assertEquals(0.402, interval.low(), 0.011);
        assertEquals(0.598, interval.high(), 0.011);
        assertTrue(Double.isNaN(Interval.ofMean(List.of()).mean()));
        Interval single = Interval.ofMean(List.of(0.25));
        assertEquals(0.25, single.mean());
        assertFalse(single.bounded(), "one value has no interval");
        assertFalse(new Interval(1, 1, 1, 1).bounded(), "nor has one of an old file");
        assertFalse(Interval.ofAuroc(new double[] {2}, new double[] {1}).bounded());
    }

    @Test
    void theHarmonicMeanIsZeroWhereEitherScoreIs() {
        assertEquals(0, Choice.harmonic(2, 0));
        assertEquals(0, Choice.harmonic(0, 1));
        assertEquals(4.0 / 3, Choice.harmonic(1, 2), 1e-12);
        assertEquals(2, Choice.harmonic(2, 2));
    }

    private static SteeringRow row(
            double target, int sign, List<Double> probabilities, List<Double> nll) {
        return new SteeringRow(
                KEY,
                Method.SNMF,
                Variant.CONCEPT,
                "rain",
                target,
                sign,
                target,
                1.0,
                SteeringRow.Shifted.NONE,
                List.of("a", "b", "c", "d"),
                probabilities,
                nll);
    }

    /// The first half (0.9, 0.9) of the second row is best but its text has broken down; of the
    /// others the third's first half (0.5) is best, and its second half (0.3) less the unsteered
    /// one's (0.1) is what is reported.
    @Test
    void theChoiceIsMadeOnOneHalfAndReportedOnTheOther() {
        SteeringRow unsteered = row(0, 1, List.of(0.1, 0.1, 0.1, 0.1), List.of(2., 2., 2., 2.));
        List<SteeringRow> rows =
                List.of(
                        row(0.1, 1, List.of(0.2, 0.2, 0.9, 0.9), List.of(2., 2., 2., 2.)),
                        row(0.5, 1, List.of(0.9, 0.9, 0.9, 0.9), List.of(3.2, 3.2, 2., 2.)),
                        row(0.5, -1, List.of(0.4, 0.6, 0.2, 0.4), List.of(3., 3., 2.5, 2.7)));
        Choice choice = Choice.byLabel(rows, unsteered);
        assertNotNull(choice);
        assertEquals(-1, choice.sign());
        assertEquals(0.4, choice.chosenOn(), 1e-12);
        assertEquals(0.2, choice.score(), 1e-12);
        assertEquals(0.6, choice.nll(), 1e-12);
        assertNull(Choice.byLabel(rows.subList(1, 2), unsteered));
    }

    /// KL of two distributions over two tokens: without (½, ½), with (p, 1 − p) at logits (1, 0).
    /// At share λ the KL is ln((1 + e^λ)² / (4 e^λ)) / 2; 0.05 is reached at λ = 0.64169 (by
    /// bisection of that formula), and the whole reaches 0.12011.
    @Test
    void aPromptCountsToTheDegreeThatMovesTheNextTokenAsFar() {
        float[] without = {0, 0};
        float[] with = {1, 0};
        Double share = PromptShare.of(without, with, 0.05);
        assertNotNull(share);
        double reached = Math.log(Math.pow(1 + Math.exp(share), 2) / (4 * Math.exp(share))) / 2;
        assertEquals(0.05, reached, 0.0005);
        assertNull(PromptShare.of(without, with, 0.1202));
    }
}
