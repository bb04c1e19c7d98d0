package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;

import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;
import io.factorscope.core.tensor.TorchProgram;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;

/// Where G begins: singular vectors, clusters, random numbers.
class StartsTest {
    /// G₀ `[n, K]` as `start` makes it.
    private static FloatRows begin(Start start, int rank, float[] rows, int n, int d)
            throws FactorscopeException, IOException {
        FitStorage storage = FitStorage.usual();
        try (ActivationSet set = ActivationSet.ofValues(rows, n, d);
                NDManager manager = Fixtures.engine().newManager();
                TorchProgram ops =
                        TorchProgram.load(manager, SemiNmf.class, "seminmf.torchscript")) {
            FitData data = FitData.of(set, Weighting.REFERENCE, JobContext.silent());
            try (RowBlocks blocks = new LocalBlocks(manager, ops, data, rank, storage)) {
                new Starts(ops, blocks, rank).begin(start, 5, manager, JobContext.silent());
                FloatRows g = FloatRows.of(new float[n * rank], n, rank);
                blocks.read(false, (first, count, part) -> data.expand(first, count, part, g));
                return g;
            }
        }
    }

    @Test
    void singularVectorsAreTheReferencesUpToTheSignThatKeepsMore()
            throws FactorscopeException, IOException {
        NpyArray a = Npy.read(Fixtures.path("snmf/A_features_by_samples.npy"), 2);
        FloatRows want = FloatRows.read(Fixtures.path("snmf/init_svd_G.npy"));
        int n = a.size(1);
        FloatRows got = begin(Start.SVD, 12, FitLoop.transpose(a.values(), 64, n), n, a.size(0));
        int same = 0;
        for (int k = 0; k < 12; k++) {
            float[] mine = got.column(k);
            float[] theirs = want.column(k);
            if (Fixtures.maxDifference(mine, theirs) < 1e-3) {
                same++;
                continue;
            }
            // the other sign: what one keeps, the other clips
            for (int i = 0; i < n; i++) {
                assertTrue(mine[i] <= 2e-6 || theirs[i] <= 2e-6, "column " + k + " row " + i);
            }
            assertTrue(norm(mine) > norm(theirs), "column " + k + " keeps less");
        }
        // the reference takes its signs as the decomposition gives them: five are ours
        assertEquals(5, same);
    }

    private static double norm(float[] column) {
        double sum = 0;
        for (float x : column) {
            sum += (double) x * x;
        }
        return sum;
    }

    @Test
    void aWideMatrixIsDecomposedInARandomSubspaceToTheSameVectors()
            throws FactorscopeException, IOException {
        Planted planted = new Planted(150, 1100, 5, 0.02, 4);
        FloatRows wide = begin(Start.SVD, 5, planted.rows, 150, 1100);
        // compared through what the start is for, the loss of the best F
        double relative = explainedBy(wide, planted);
        assertTrue(relative < 0.35, "relative loss of the start " + relative);
        assertTrue(
                relative < explainedBy(begin(Start.RANDOM, 5, planted.rows, 150, 1100), planted));
    }

    private static double explainedBy(FloatRows g0, Planted planted) throws FactorscopeException {
        FitSpec one = Planted.spec(UpdateRule.MU, planted.rank, 1, 1, 0);
        try (ActivationSet set = ActivationSet.ofValues(planted.rows, planted.n, planted.d)) {
            return new SemiNmf(Fixtures.engine(), one, iteration -> {})
                    .run(set, g0, JobContext.silent())
                    .manifest()
                    .relative();
        }
    }

    @Test
    void clustersAreOneHotAndFindSeparateGroups() throws FactorscopeException, IOException {
        int n = 60;
        int d = 10;
        float[] rows = Planted.noise(n * d, 2);
        for (int i = 0; i < n; i++) {
            rows[i * d + i % 3] += 50;
        }
        FloatRows g = begin(Start.KMEANS, 3, rows, n, d);
        for (int i = 0; i < n; i++) {
            float[] row = new float[3];
            g.row(i, row);
            float[] sorted = row.clone();
            Arrays.sort(sorted);
            assertEquals(1, sorted[2]);
            assertEquals(1e-6f, sorted[1]);
            float[] like = new float[3];
            g.row(i % 3, like);
            assertTrue(Arrays.equals(like, row), "token " + i + " is with its group");
        }
    }

    @Test
    void everyStartIsRepeatableAndLeadsToAFit() throws FactorscopeException {
        Planted planted = new Planted(200, 60, 4, 0.05, 3);
        for (Start start : Start.values()) {
            FitSpec spec = Planted.spec(UpdateRule.HALS, 4, 0.1, 40, 1).with(start);
            Factorization one = Planted.fit(spec, planted.rows, planted.n, planted.d);
            Factorization two = Planted.fit(spec, planted.rows, planted.n, planted.d);
            assertTrue(Arrays.equals(one.g(), two.g()), start.id());
            assertTrue(one.manifest().relative() < 0.5, start + " " + one.manifest().relative());
        }
        assertEquals(Start.KMEANS, Start.parse("knn"));
        assertFalse(Start.SVD.id().isEmpty());
    }
}
