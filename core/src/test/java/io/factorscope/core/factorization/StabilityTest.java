package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.store.Npy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// Which factors are found again.
class StabilityTest {
    @TempDir private Path folder;

    @Test
    void theAssignmentIsTheBestOfAllPermutations() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 60; trial++) {
            int rows = 1 + random.nextInt(5);
            int columns = 1 + random.nextInt(5);
            double[][] score = new double[rows][columns];
            for (double[] row : score) {
                for (int j = 0; j < columns; j++) {
                    row[j] = random.nextInt(-4, 5);
                }
            }
            int[] found = Assignment.best(score);
            double total = 0;
            boolean[] used = new boolean[columns];
            int matched = 0;
            for (int i = 0; i < rows; i++) {
                if (found[i] >= 0) {
                    assertTrue(!used[found[i]], "one to one");
                    used[found[i]] = true;
                    total += score[i][found[i]];
                    matched++;
                }
            }
            assertEquals(Math.min(rows, columns), matched);
            int spare = Math.max(0, rows - columns);
            assertEquals(brute(score, 0, new boolean[columns], spare), total, 1e-9);
        }
    }

    private static double brute(double[][] score, int row, boolean[] used, int spare) {
        if (row == score.length) {
            return 0;
        }
        double best = spare > 0 ? brute(score, row + 1, used, spare - 1) : -1e9;
        for (int j = 0; j < used.length; j++) {
            if (!used[j]) {
                used[j] = true;
                best = Math.max(best, score[row][j] + brute(score, row + 1, used, spare));
                used[j] = false;
            }
        }
        return best;
    }

    /// A factorization with these directions, one a row.
    private static Factorization of(float[][] directions) {
        int rank = directions.length;
        int d = directions[0].length;
        float[] f = new float[d * rank];
        for (int k = 0; k < rank; k++) {
            for (int j = 0; j < d; j++) {
                f[j * rank + k] = directions[k][j];
            }
        }
        Factorization.Manifest manifest =
                new Factorization.Manifest(
                        FitSpec.ofRank(rank),
                        0,
                        0,
                        1,
                        List.of(),
                        io.factorscope.core.job.Provenance.now("cpu", 0, java.util.Map.of()),
                        List.of());
        return new Factorization(f, FloatRows.of(new float[rank], 1, rank), List.of(), manifest);
    }

    @Test
    void survivalSplitsAndMergesAreTold() {
        Factorization one = of(new float[][] {{1, 0, 0, 0}, {0, 1, 1, 0}, {0, 0, 0, 1}});
        Factorization two = of(new float[][] {{0, 1, 0, 0}, {0, 0, 1, 0}, {2, 0, 0, 0}});
        FactorMatch split = FactorMatch.of(one, two);
        assertEquals(List.of(0, 1), split.survivors());
        assertEquals(2, split.other().getFirst());
        assertEquals(List.of(1), split.splits());
        assertTrue(split.merges().isEmpty());
        FactorMatch merged = FactorMatch.of(two, one);
        assertEquals(List.of(List.of(0, 1)), merged.merges());
        FactorMatch fewer = FactorMatch.of(one, of(new float[][] {{-1, 0, 0, 0}, {0, 0, 0, 3}}));
        assertEquals(List.of(2), fewer.survivors());
        assertEquals(0, fewer.cosine().get(1) + Math.min(0, fewer.cosine().get(0)), 1e-9);
    }

    @Test
    void plantedFactorsAreStableAndNoiseIsLess() throws FactorscopeException {
        Planted planted = new Planted(500, 120, 6, 0.05, 2);
        FitSpec fit = Planted.spec(UpdateRule.HALS, 6, 0.1, 100, 0);
        Stability.Spec spec = new Stability.Spec(fit, List.of(1L, 2L), List.of(4));
        Stability.Report real = measure(spec, planted.rows).report();
        Stability.Report noise = measure(spec, Planted.noise(500 * 120, 4)).report();
        assertTrue(real.mean() > 0.8, "planted " + real.mean());
        assertTrue(noise.mean() < real.mean() - 0.2, "noise " + noise.mean());
        assertEquals(3, real.refits().size());
        assertEquals(4, real.refits().getLast().rank());
        assertEquals(6, real.refits().getLast().match().other().size());
    }

    private static Stability measure(Stability.Spec spec, float[] rows)
            throws FactorscopeException {
        try (ActivationSet set = ActivationSet.ofValues(rows, 500, 120)) {
            return Stability.measure(
                    Fixtures.engine(), spec, set, FitStorage.usual(), JobContext.silent());
        }
    }

    @Test
    void theFiguresAreSavedBesideTheFit() throws FactorscopeException {
        FitSpec fit = Planted.spec(UpdateRule.HALS, 3, 0.1, 5, 0);
        Stability found =
                measure(
                        new Stability.Spec(fit, List.of(1L), List.of()),
                        Planted.noise(500 * 120, 1));
        found.save(folder.resolve("s"));
        assertArrayEquals(new int[] {3, 1}, Npy.read(folder.resolve("s/matched.npy"), 2).shape());
        assertArrayEquals(found.base().f(), Factorization.load(folder.resolve("s")).f());
        Failing.with(
                "FS-FIT-013",
                () ->
                        measure(
                                new Stability.Spec(fit, List.of(), List.of()),
                                Planted.noise(500 * 120, 1)));
    }
}
