package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/// What must hold of every fit, whatever the data.
class SemiNmfPropertiesTest {
    private static final int N = 90;
    private static final int D = 70;
    private static final int K = 6;

    @Test
    void activationsAreNonnegativeAndEverythingIsFinite() throws FactorscopeException {
        for (UpdateRule rule : UpdateRule.values()) {
            for (long seed = 0; seed < 3; seed++) {
                float[] rows = Planted.noise(N * D, seed);
                Factorization fit = Planted.fit(Planted.spec(rule, K, 0.1, 30, seed), rows, N, D);
                for (float g : fit.g()) {
                    assertTrue(g >= 0 && Float.isFinite(g), rule + " G " + g);
                }
                for (float f : fit.f()) {
                    assertTrue(Float.isFinite(f), rule + " F " + f);
                }
                assertEquals(N, fit.n());
                assertEquals(D, fit.d());
                assertEquals(K, fit.rank());
            }
        }
    }

    @Test
    void everyFactorKeepsExactlyItsShareOfNeurons() throws FactorscopeException {
        float[] rows = Planted.noise(N * D, 4);
        for (UpdateRule rule : UpdateRule.values()) {
            for (double sparsity : new double[] {0.001, 0.05, 0.31, 1}) {
                int want = (int) Math.ceil(sparsity * D);
                Factorization fit = Planted.fit(Planted.spec(rule, K, sparsity, 12, 1), rows, N, D);
                for (int k = 0; k < K; k++) {
                    int kept = 0;
                    for (float f : fit.direction(k)) {
                        kept += f == 0 ? 0 : 1;
                    }
                    assertEquals(want, kept, rule + " sparsity " + sparsity);
                }
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedDoesNot() throws FactorscopeException {
        float[] rows = Planted.noise(N * D, 5);
        for (UpdateRule rule : UpdateRule.values()) {
            Factorization one = Planted.fit(Planted.spec(rule, K, 0.1, 20, 9), rows, N, D);
            Factorization two = Planted.fit(Planted.spec(rule, K, 0.1, 20, 9), rows, N, D);
            assertArrayEquals(one.f(), two.f());
            assertArrayEquals(one.g(), two.g());
            Factorization other = Planted.fit(Planted.spec(rule, K, 0.1, 20, 10), rows, N, D);
            assertFalse(Arrays.equals(one.f(), other.f()));
        }
    }

    @Test
    void plantedFactorsAreFoundAgain() throws FactorscopeException {
        int found = 0;
        for (long seed = 0; seed < 5; seed++) {
            Planted planted = new Planted(500, 120, 6, 0.05, seed);
            FitSpec spec = Planted.spec(UpdateRule.HALS, 6, 0.1, 150, seed);
            Factorization fit = Planted.fit(spec, planted.rows, planted.n, planted.d);
            found += planted.recovered(fit) > 0.95 ? 1 : 0;
        }
        assertTrue(found >= 4, "recovered in " + found + " of 5");
    }

    @Test
    void theLossOfTheBestIsTheExactResidual() throws FactorscopeException {
        Planted planted = new Planted(120, 60, 4, 0.1, 3);
        for (UpdateRule rule : UpdateRule.values()) {
            Factorization fit =
                    Planted.fit(
                            Planted.spec(rule, 4, 0.1, 40, 2), planted.rows, planted.n, planted.d);
            double exact = Planted.residual(planted.rows, fit);
            Iteration best = fit.history().get(fit.manifest().bestIteration() - 1);
            assertEquals(exact, best.loss(), 1e-4 * exact);
            assertEquals(exact, fit.manifest().loss(), 1e-4 * exact);
            double total = 0;
            for (float x : planted.rows) {
                total += (double) x * x;
            }
            assertEquals(exact / total, fit.manifest().relative(), 1e-4 * exact / total);
        }
    }

    @Test
    void aFitThatIsAlmostPerfectStillReportsItsTrueLoss() throws FactorscopeException {
        Planted planted = new Planted(200, 60, 3, 0, 8);
        FitSpec spec = Planted.spec(UpdateRule.HALS, 3, 1, 300, 1);
        Factorization fit = Planted.fit(spec, planted.rows, planted.n, planted.d);
        assertTrue(fit.manifest().relative() < 1e-3, "relative " + fit.manifest().relative());
        double exact = Planted.residual(planted.rows, fit);
        assertEquals(exact, fit.manifest().loss(), 0.01 * exact + 1e-6);
    }

    @Test
    void withoutSparsityTheMultiplicativeLossNeverRises() throws FactorscopeException {
        float[] rows = Planted.noise(N * D, 6);
        Factorization fit = Planted.fit(Planted.spec(UpdateRule.MU, K, 1, 60, 3), rows, N, D);
        List<Iteration> history = fit.history();
        for (int i = 1; i < history.size(); i++) {
            double before = history.get(i - 1).loss();
            assertTrue(history.get(i).loss() <= before * (1 + 1e-5), "iteration " + (i + 1));
        }
    }

    @Test
    void withoutSparsityTheCoordinateLossNeverRises() throws FactorscopeException {
        float[] rows = Planted.noise(N * D, 7);
        Factorization fit = Planted.fit(Planted.spec(UpdateRule.HALS, K, 1, 60, 3), rows, N, D);
        List<Iteration> history = fit.history();
        for (int i = 1; i < history.size(); i++) {
            double before = history.get(i - 1).loss();
            assertTrue(history.get(i).loss() <= before * (1 + 1e-5), "iteration " + (i + 1));
        }
    }

    @Test
    void scalingTheDataScalesTheLossOfHals() throws FactorscopeException {
        Planted planted = new Planted(150, 60, 4, 0.1, 3);
        float[] larger = planted.rows.clone();
        for (int i = 0; i < larger.length; i++) {
            larger[i] *= 64;
        }
        FitSpec spec = Planted.spec(UpdateRule.HALS, 4, 0.1, 25, 2);
        Factorization one = Planted.fit(spec, planted.rows, planted.n, planted.d);
        Factorization two = Planted.fit(spec, larger, planted.n, planted.d);
        assertEquals(one.manifest().relative(), two.manifest().relative(), 1e-4);
    }
}
