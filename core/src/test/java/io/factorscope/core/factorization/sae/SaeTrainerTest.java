package io.factorscope.core.factorization.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class SaeTrainerTest {
    private static final int D = 16;
    private static final int PLANTED = 12;
    private static final SaeSpec SPEC = new SaeSpec(24, 2, 400, 128, 5e-3, 5_000, 7);

    /// Rows of two planted unit directions each, far from the origin.
    private static float[] rows(float[][] directions, int n) {
        SplittableRandom random = new SplittableRandom(1);
        float[] out = new float[n * D];
        for (int i = 0; i < n; i++) {
            for (int twice = 0; twice < 2; twice++) {
                float[] own = directions[random.nextInt(PLANTED)];
                double size = 20 + 10 * random.nextDouble();
                for (int j = 0; j < D; j++) {
                    out[i * D + j] += (float) (size * own[j] + 5);
                }
            }
        }
        return out;
    }

    private static float[][] directions() {
        SplittableRandom random = new SplittableRandom(2);
        float[][] out = new float[PLANTED][D];
        for (float[] one : out) {
            double sum = 0;
            for (int j = 0; j < D; j++) {
                one[j] = (float) random.nextGaussian();
                sum += one[j] * one[j];
            }
            for (int j = 0; j < D; j++) {
                one[j] /= (float) Math.sqrt(sum);
            }
        }
        return out;
    }

    private static SaeTrainer.Trained train(JobContext context) throws FactorscopeException {
        try (ActivationSet set = ActivationSet.ofValues(rows(directions(), 4000), 4000, D)) {
            return new SaeTrainer(Fixtures.engine(), SPEC, progress -> {})
                    .run(set, HookPoint.parse("blocks.0.hook_mlp_out"), context);
        }
    }

    @Test
    void plantedDirectionsAreFound() throws FactorscopeException {
        SaeTrainer.Trained trained = train(JobContext.silent());
        int found = 0;
        for (float[] planted : directions()) {
            double best = 0;
            for (int f = 0; f < SPEC.features(); f++) {
                double dot = 0;
                float[] row = trained.sae().direction(f);
                for (int j = 0; j < D; j++) {
                    dot += row[j] * planted[j];
                }
                best = Math.max(best, dot);
            }
            found += best > 0.9 ? 1 : 0;
        }
        assertTrue(found >= 10, found + " of " + PLANTED + " found");
        SaeProgress first = trained.history().getFirst();
        SaeProgress last = trained.history().getLast();
        assertTrue(last.relative() < 0.2 && last.relative() < first.relative() / 2, "" + last);
    }

    /// The scale of the data is in the weights at the end: the loss on raw rows is the one
    /// reported.
    @Test
    void itReadsRawActivations() throws FactorscopeException {
        SaeTrainer.Trained trained = train(JobContext.silent());
        float[] rows = rows(directions(), 500);
        double[] mean = new double[D];
        for (int i = 0; i < rows.length; i++) {
            mean[i % D] += rows[i] / 500;
        }
        try (SaeEncoder encoder = new SaeEncoder(Fixtures.engine(), trained.sae())) {
            float[] again = encoder.reconstruct(rows);
            double left = 0;
            double all = 0;
            for (int i = 0; i < rows.length; i++) {
                left += Math.pow(rows[i] - again[i], 2);
                all += Math.pow(rows[i] - mean[i % D], 2);
            }
            assertEquals(trained.history().getLast().relative(), left / all, 0.05);
            float[] features = encoder.encode(rows);
            for (int i = 0; i < 500; i++) {
                int fired = 0;
                for (int f = 0; f < SPEC.features(); f++) {
                    fired += features[i * SPEC.features() + f] > 0 ? 1 : 0;
                }
                assertTrue(fired <= SPEC.k());
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameNumbers() throws FactorscopeException {
        assertArrayEquals(
                train(JobContext.silent()).sae().decoder(),
                train(JobContext.silent()).sae().decoder());
    }

    @Test
    void aCancelledTrainingEndsAndAStoppedOneKeepsWhatItHas() throws FactorscopeException {
        JobContext cancelled = JobContext.silent();
        cancelled.cancel();
        assertThrows(CancelledException.class, () -> train(cancelled));
        JobContext stopped = JobContext.silent();
        stopped.stopAndKeepBest();
        assertEquals(1, train(stopped).history().getLast().steps());
    }

    @Test
    void impossibleSpecsAreRefused() {
        SaeSpec wrong = new SaeSpec(4, 5, 1, 1, 1e-3, 1, 0);
        Failing.with("FS-SAE-005", () -> wrong.check(10));
    }
}
