package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;

import org.junit.jupiter.api.Test;

/// `mu` follows the reference's losses and ends in its F and G: `fixtures/snmf`.
class ReferenceTrajectoryTest {
    @Test
    void muFollowsEveryLossAndEndsInTheSameFactors() throws FactorscopeException {
        NpyArray a = Npy.read(Fixtures.path("snmf/A_features_by_samples.npy"), 2);
        JsonNode runs = Json.readTree(Fixtures.path("snmf/runs.json"));
        for (JsonNode run : runs.path("runs")) {
            follow(run, runs.path("K").asInt(), a);
        }
    }

    private static void follow(JsonNode run, int rank, NpyArray a) throws FactorscopeException {
        String tag = run.path("tag").asText();
        int iterations = run.path("iterations").asInt();
        double sparsity = run.path("sparsity").asDouble();
        FitSpec spec =
                new FitSpec(
                        rank, sparsity, UpdateRule.MU, iterations, 1000, 0, 0, Weighting.REFERENCE);
        Factorization fit;
        try (ActivationSet set = transposed(a)) {
            FloatRows start = FloatRows.read(Fixtures.path("snmf/" + tag + "_G0.npy"));
            fit =
                    new SemiNmf(Fixtures.engine(), spec, iteration -> {})
                            .run(set, start, JobContext.silent());
        }
        for (int i = 0; i < iterations; i++) {
            double want = run.path("losses").get(i).asDouble();
            double got = fit.history().get(i).loss();
            assertEquals(want, got, 1e-4 * want, tag + " iteration " + (i + 1));
        }
        assertEquals(
                run.path("best").asDouble(), fit.manifest().loss(), 1e-4 * fit.manifest().loss());
        assertSame(tag + " F", Npy.read(Fixtures.path("snmf/" + tag + "_F.npy"), 2), fit.f());
        assertSame(tag + " G", Npy.read(Fixtures.path("snmf/" + tag + "_G.npy"), 2), fit.g());
    }

    private static ActivationSet transposed(NpyArray a) {
        int d = a.size(0);
        int n = a.size(1);
        float[] rows = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                rows[i * d + j] = a.values()[j * n + i];
            }
        }
        return ActivationSet.ofValues(rows, n, d);
    }

    private static void assertSame(String what, NpyArray want, float[] got) {
        float scale = 0;
        for (float x : want.values()) {
            scale = Math.max(scale, Math.abs(x));
        }
        for (int i = 0; i < got.length; i++) {
            float x = want.values()[i];
            assertTrue((x == 0) == (got[i] == 0), what + " support differs at " + i);
            assertEquals(x, got[i], 1e-3 * scale, what + " at " + i);
        }
    }
}
