package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Npy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Weighting, skipped positions, a limit of factors a token.
class FitOptionsTest {
    private static final int N = 80;
    private static final int D = 40;
    private static final int K = 4;

    @TempDir private Path folder;

    /// Texts of ten tokens; token id 0 is a frequent one.
    private ActivationSet collected(float[] rows) throws FactorscopeException {
        TokenTable.Builder tokens = new TokenTable.Builder();
        for (int i = 0; i < N; i++) {
            int id = i % 2 == 0 ? 0 : i;
            tokens.add(i / 10, i % 10 + 1, id, "t" + id, "");
        }
        Npy.write(folder.resolve(ActivationSet.ACTIVATIONS), rows, N, D);
        tokens.build().write(folder.resolve(ActivationSet.TOKENS));
        return ActivationSet.open(folder);
    }

    private Factorization fit(float[] rows, FitSpec spec) throws FactorscopeException {
        try (ActivationSet set = collected(rows)) {
            return new SemiNmf(Fixtures.engine(), spec, iteration -> {})
                    .run(set, null, JobContext.silent());
        }
    }

    private static FitSpec spec(int perToken, Weighting weighting) {
        return new FitSpec(K, 0.2, UpdateRule.HALS, 25, 100, 3, perToken, weighting);
    }

    @Test
    void allOffIsTheReference() throws FactorscopeException {
        float[] rows = Planted.noise(N * D, 1);
        Factorization off = fit(rows, spec(0, new Weighting(0, false, 0)));
        Factorization plain = Planted.fit(spec(0, Weighting.REFERENCE), rows, N, D);
        assertArrayEquals(plain.f(), off.f());
        assertArrayEquals(plain.g(), off.g());
    }

    @Test
    void positionsThatAreSkippedGetNoActivation() throws FactorscopeException {
        float[] rows = Planted.noise(N * D, 2);
        Factorization fit = fit(rows, spec(0, new Weighting(0, false, 3)));
        float[] other = rows.clone();
        for (int i = 0; i < N; i++) {
            boolean skipped = i % 10 < 3;
            double sum = 0;
            for (int k = 0; k < K; k++) {
                sum += fit.g()[i * K + k];
            }
            assertEquals(skipped, sum == 0, "row " + i);
            if (skipped) {
                other[i * D] = 1000;
            }
        }
        assertArrayEquals(fit.f(), fit(other, spec(0, new Weighting(0, false, 3))).f());
    }

    @Test
    void unitNormMakesEveryTokenCountTheSame() throws FactorscopeException {
        float[] rows = Planted.noise(N * D, 3);
        float[] louder = rows.clone();
        for (int j = 0; j < D; j++) {
            louder[5 * D + j] *= 32;
        }
        FitSpec spec = spec(0, new Weighting(0, true, 0));
        Factorization one = fit(rows, spec);
        assertTrue(Fixtures.maxDifference(one.f(), fit(louder, spec).f()) < 1e-3);
        assertEquals(N, one.manifest().loss() / one.manifest().relative(), 1e-2);
    }

    @Test
    void frequentTokensCountLess() throws FactorscopeException {
        float[] rows = Planted.noise(N * D, 4);
        Factorization even = fit(rows, spec(0, Weighting.REFERENCE));
        Factorization weighted = fit(rows, spec(0, new Weighting(1, false, 0)));
        assertTrue(shareOfRare(rows, weighted) < shareOfRare(rows, even));
    }

    /// The residual of the rare tokens, every second row, as a share of all.
    private static double shareOfRare(float[] rows, Factorization fit) {
        double[] sums = new double[2];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < D; j++) {
                double rest = rows[i * D + j];
                for (int k = 0; k < K; k++) {
                    rest -= (double) fit.f()[j * K + k] * fit.g()[i * K + k];
                }
                sums[i % 2] += rest * rest;
            }
        }
        return sums[1] / (sums[0] + sums[1]);
    }

    @Test
    void eachTokenKeepsItsStrongestFactorsOnly() throws FactorscopeException {
        float[] rows = Planted.noise(N * D, 5);
        Factorization fit = fit(rows, spec(2, Weighting.REFERENCE));
        assertTrue(fit.manifest().bestIteration() > 5);
        for (int i = 0; i < N; i++) {
            int active = 0;
            for (int k = 0; k < K; k++) {
                active += fit.g()[i * K + k] > 1e-6 ? 1 : 0;
            }
            assertTrue(active <= 2, "row " + i + " has " + active);
        }
    }

    @Test
    void weightingNeedsToKnowTheTokens() {
        float[] rows = Planted.noise(N * D, 6);
        Failing.with(
                "FS-FIT-005", () -> Planted.fit(spec(0, new Weighting(0.5, false, 0)), rows, N, D));
        String message =
                Failing.with(
                        "FS-FIT-005",
                        () -> Planted.fit(spec(0, new Weighting(0, false, 1)), rows, N, D));
        assertTrue(message.contains("tokens.csv"), message);
    }

    @Test
    void skippingEverythingIsRefused() {
        float[] rows = Planted.noise(N * D, 7);
        String message =
                Failing.with("FS-FIT-001", () -> fit(rows, spec(0, new Weighting(0, false, 99))));
        assertTrue(message.contains("0 tokens"), message);
    }

    @Test
    void aNumberThatIsNoneIsNamedByRowAndToken() {
        float[] rows = Planted.noise(N * D, 8);
        rows[7 * D + 3] = Float.NaN;
        String message = Failing.with("FS-FIT-004", () -> fit(rows, spec(0, Weighting.REFERENCE)));
        assertTrue(message.contains("row 7") && message.contains("'t7'"), message);
        rows[7 * D + 3] = Float.POSITIVE_INFINITY;
        Failing.with("FS-FIT-004", () -> Planted.fit(spec(0, Weighting.REFERENCE), rows, N, D));
    }
}
