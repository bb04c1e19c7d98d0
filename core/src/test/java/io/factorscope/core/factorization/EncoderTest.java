package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import org.junit.jupiter.api.Test;

/// Nonnegative least squares on factors.
class EncoderTest {
    @Test
    void theResultIsTheLeastSquaresOptimum() throws FactorscopeException {
        int rank = 7;
        int d = 30;
        int rows = 40;
        float[] f = Planted.noise(rank * d, 1);
        float[] a = Planted.noise(rows * d, 2);
        float[] g;
        try (Encoder encoder = new Encoder(Fixtures.engine(), f, rank)) {
            g = encoder.encode(a, JobContext.silent());
        }
        int zeros = 0;
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < rank; k++) {
                double slope = slope(f, a, g, i, k, rank);
                float value = g[i * rank + k];
                assertTrue(value >= 0);
                zeros += value == 0 ? 1 : 0;
                // the conditions of Karush, Kuhn and Tucker
                assertTrue(value > 0 ? Math.abs(slope) < 1e-2 : slope > -1e-2, i + " " + slope);
            }
        }
        assertTrue(zeros > rows, zeros + " zeros");
    }

    /// Half the derivative of ‖a − F g‖² by one g.
    private static double slope(float[] f, float[] a, float[] g, int row, int k, int rank) {
        int d = f.length / rank;
        double sum = 0;
        for (int j = 0; j < d; j++) {
            double rest = -a[row * d + j];
            for (int other = 0; other < rank; other++) {
                rest += (double) g[row * rank + other] * f[other * d + j];
            }
            sum += rest * f[k * d + j];
        }
        return sum;
    }

    @Test
    void whatTheFactorsMadeIsReadBack() throws FactorscopeException {
        Planted planted = new Planted(100, 60, 4, 0.05, 5);
        FitSpec spec = Planted.spec(UpdateRule.HALS, 4, 0.1, 60, 1);
        Factorization fit = Planted.fit(spec, planted.rows, planted.n, planted.d);
        try (Encoder encoder = new Encoder(Fixtures.engine(), fit)) {
            float[] made = encoder.decode(fit.g());
            float[] read = encoder.encode(made, JobContext.silent());
            assertEquals(0, Fixtures.maxDifference(fit.g(), read), 1e-3);
        }
    }
}
