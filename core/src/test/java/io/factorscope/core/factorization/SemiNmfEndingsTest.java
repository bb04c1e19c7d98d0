package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.FloatRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How a fit ends: refused, cancelled, stopped, out of patience, out of range, saved.
class SemiNmfEndingsTest {
    private static final int N = 60;
    private static final int D = 50;
    private static final float[] ROWS = Planted.noise(N * D, 1);

    @TempDir private Path folder;

    private static FitSpec spec(UpdateRule rule, int iterations) {
        return Planted.spec(rule, 5, 0.2, iterations, 0);
    }

    private static Factorization from(float[] g0, int rows, int columns)
            throws FactorscopeException {
        try (ActivationSet set = ActivationSet.ofValues(ROWS, N, D)) {
            return new SemiNmf(Fixtures.engine(), spec(UpdateRule.MU, 5), iteration -> {})
                    .run(set, FloatRows.of(g0, rows, columns), JobContext.silent());
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (int rank : new int[] {0, -1, N + 1}) {
            FitSpec spec = Planted.spec(UpdateRule.MU, rank, 0.1, 5, 0);
            String message = Failing.with("FS-FIT-001", () -> Planted.fit(spec, ROWS, N, D));
            assertTrue(message.contains("60 tokens"), message);
        }
        for (double sparsity : new double[] {0, -0.1, 1.01, Double.NaN}) {
            FitSpec spec = Planted.spec(UpdateRule.MU, 5, sparsity, 5, 0);
            Failing.with("FS-FIT-002", () -> Planted.fit(spec, ROWS, N, D));
        }
        Weighting off = Weighting.REFERENCE;
        FitSpec[] bad = {
            new FitSpec(5, 0.1, UpdateRule.MU, 0, 5, 0, 0, off),
            new FitSpec(5, 0.1, UpdateRule.MU, 5, 0, 0, 0, off),
            new FitSpec(5, 0.1, UpdateRule.MU, 5, 5, 0, 6, off),
            new FitSpec(5, 0.1, UpdateRule.MU, 5, 5, 0, -1, off),
            new FitSpec(5, 0.1, UpdateRule.MU, 5, 5, 0, 0, new Weighting(-1, false, 0)),
            new FitSpec(5, 0.1, UpdateRule.MU, 5, 5, 0, 0, new Weighting(0, false, -1))
        };
        for (FitSpec spec : bad) {
            Failing.with("FS-FIT-003", () -> Planted.fit(spec, ROWS, N, D));
        }
    }

    @Test
    void asManyFactorsAsNeuronsOnlyWarns() throws FactorscopeException {
        Factorization fit = Planted.fit(Planted.spec(UpdateRule.HALS, D, 0.1, 3, 0), ROWS, N, D);
        assertTrue(fit.manifest().log().toString().contains("not below the width 50"));
    }

    @Test
    void dataThatIsAllZeroIsRefused() {
        float[] zeros = new float[N * D];
        Failing.with("FS-FIT-007", () -> Planted.fit(spec(UpdateRule.MU, 5), zeros, N, D));
    }

    @Test
    void aStartOfAnotherShapeOrSignIsRefused() throws FactorscopeException {
        String shape = Failing.with("FS-FIT-009", () -> from(new float[N * 4], N, 4));
        assertTrue(shape.contains("[60, 4]") && shape.contains("[60, 5]"), shape);
        float[] g0 = new float[N * 5];
        java.util.Arrays.fill(g0, 0.5f);
        for (float bad : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
            g0[17] = bad;
            Failing.with("FS-FIT-010", () -> from(g0, N, 5));
        }
        g0[17] = 2;
        assertEquals(5, from(g0, N, 5).rank());
    }

    @Test
    void cancellingEndsWithinAnIteration() {
        int[] seen = {0};
        JobContext[] holder = new JobContext[1];
        JobContext context =
                new JobContext(
                        progress -> {
                            seen[0]++;
                            holder[0].cancel();
                        },
                        () -> {});
        holder[0] = context;
        assertThrows(
                CancelledException.class,
                () -> Planted.fit(spec(UpdateRule.HALS, 1000), ROWS, N, D, context));
        assertEquals(1, seen[0]);
    }

    @Test
    void stoppingKeepsTheBestSoFar() throws FactorscopeException {
        JobContext[] holder = new JobContext[1];
        JobContext context =
                new JobContext(
                        progress -> {
                            if (progress.done() == 7) {
                                holder[0].stopAndKeepBest();
                            }
                        },
                        () -> {});
        holder[0] = context;
        Factorization fit = Planted.fit(spec(UpdateRule.HALS, 1000), ROWS, N, D, context);
        assertEquals(7, fit.history().size());
        double best = fit.history().stream().mapToDouble(Iteration::loss).min().orElseThrow();
        assertEquals(best, fit.manifest().loss(), 1e-4 * best + 1e-4);
    }

    @Test
    void patienceEndsAFitThatNoLongerImproves() throws FactorscopeException {
        FitSpec spec = new FitSpec(2, 1, UpdateRule.HALS, 5000, 4, 0, 0, Weighting.REFERENCE);
        Planted planted = new Planted(60, 40, 2, 0.01, 2);
        Factorization fit = Planted.fit(spec, planted.rows, planted.n, planted.d);
        assertTrue(fit.history().size() < 5000);
        assertEquals(fit.manifest().bestIteration() + 4, fit.history().size());
    }

    @Test
    void numbersTooLargeEndInWordsOrInAFiniteResult() {
        for (UpdateRule rule : UpdateRule.values()) {
            for (double size : new double[] {1e12, 1e18, 1e25, 1e37}) {
                float[] rows = ROWS.clone();
                for (int i = 0; i < rows.length; i++) {
                    rows[i] *= (float) size;
                }
                try {
                    Factorization fit = Planted.fit(spec(rule, 8), rows, N, D);
                    for (float g : fit.g()) {
                        assertTrue(Float.isFinite(g) && g >= 0, rule + " at " + size);
                    }
                } catch (FactorscopeException e) {
                    assertEquals("FS-FIT-011", e.code(), rule + " at " + size);
                }
            }
        }
    }

    @Test
    void anOverflowOfOneRowIsRecoveredOrSaid() {
        float[] rows = ROWS.clone();
        rows[3] = 3e38f;
        rows[4] = -3e38f;
        for (UpdateRule rule : UpdateRule.values()) {
            Failing.with("FS-FIT-011", () -> Planted.fit(spec(rule, 8), rows, N, D));
        }
    }

    @Test
    void aFitComesBackFromItsFolder() throws FactorscopeException, IOException {
        Factorization fit = Planted.fit(spec(UpdateRule.HALS, 6), ROWS, N, D);
        Path saved = folder.resolve("fit");
        fit.save(saved);
        Factorization again = Factorization.load(saved);
        assertArrayEquals(fit.f(), again.f());
        assertArrayEquals(fit.g(), again.g());
        assertEquals(fit.manifest(), again.manifest());
        assertEquals(fit.history().size(), again.history().size());
        assertEquals(fit.history().get(5).loss(), again.history().get(5).loss(), 1e-6);
        List<String> csv = Files.readAllLines(saved.resolve("history.csv"));
        assertEquals("iteration,loss,relative,seconds,dead,duplicates", csv.get(0));
        assertEquals(7, csv.size());
    }
}
