package io.factorscope.bench;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Npy;

import java.nio.file.Path;
import java.util.SplittableRandom;

/// Data that look like activations after a GELU with something in common: 64 sparse patterns and
/// noise, mostly small and negative, some large.
final class Gelu {
    private static final int PATTERNS = 64;
    private static final int SUPPORT = 32;

    private Gelu() {}

    /// Writes `[n, d]`, a row at a time.
    static void write(Path file, int n, int d) throws FactorscopeException {
        SplittableRandom random = new SplittableRandom(3);
        int[][] where = new int[PATTERNS][SUPPORT];
        for (int[] pattern : where) {
            for (int i = 0; i < SUPPORT; i++) {
                pattern[i] = random.nextInt(d);
            }
        }
        AtomicFiles.write(
                file,
                out -> {
                    out.write(Npy.header(n, d));
                    float[] row = new float[d];
                    for (int i = 0; i < n; i++) {
                        draw(random, where, row);
                        Npy.writeValues(out, row);
                    }
                });
    }

    private static void draw(SplittableRandom random, int[][] where, float[] row) {
        for (int j = 0; j < row.length; j++) {
            // a sum of four is near enough to normal, and quick
            float sum = 0;
            long bits = random.nextLong();
            for (int part = 0; part < 4; part++) {
                sum += (bits >>> (16 * part)) & 0xffff;
            }
            row[j] = (sum / 65536 - 2) * 1.4f - 0.8f;
        }
        for (int pick = 0; pick < 3; pick++) {
            float strength = 1 + 3 * (float) random.nextDouble();
            for (int j : where[random.nextInt(PATTERNS)]) {
                row[j] += strength;
            }
        }
        for (int j = 0; j < row.length; j++) {
            row[j] = (float) (row[j] / (1 + Math.exp(-1.702 * row[j])));
        }
    }
}
