package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.tensor.TorchProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Tokens in one block or many, in memory or in a file.
class BlocksTest {
    private static final int D = 60;
    private static final Planted PLANTED = new Planted(500, D, 5, 0.1, 7);

    @TempDir private Path scratch;

    private FitStorage storage(boolean mapped, int blockRows) {
        return new FitStorage(
                mapped ? 0 : Long.MAX_VALUE, 4L * D * blockRows, scratch, null, 60, false);
    }

    private static Factorization fit(FitSpec spec, FitStorage storage) throws FactorscopeException {
        try (ActivationSet set = ActivationSet.ofValues(PLANTED.rows, PLANTED.n, PLANTED.d)) {
            return new SemiNmf(Fixtures.engine(), spec, iteration -> {}, storage)
                    .run(set, null, JobContext.silent());
        }
    }

    @Test
    void theSizeOfBlocksDoesNotChangeTheResult() throws FactorscopeException {
        for (UpdateRule rule : UpdateRule.values()) {
            for (Start start : Start.values()) {
                FitSpec spec = Planted.spec(rule, 5, 0.1, 60, 2).with(start);
                double one = fit(spec, storage(false, 512)).manifest().relative();
                for (int rows : new int[] {16, 112}) {
                    double many = fit(spec, storage(false, rows)).manifest().relative();
                    assertEquals(one, many, 1e-4 * one, rule + " " + start + " " + rows);
                }
            }
        }
    }

    @Test
    void choosingTokensReviveTheSameFactorsInManyBlocks() throws FactorscopeException {
        FitSpec spec = new FitSpec(30, 0.1, UpdateRule.HALS, 20, 100, 2, 1, Weighting.REFERENCE);
        double one = fit(spec, storage(false, 512)).manifest().relative();
        assertEquals(one, fit(spec, storage(false, 64)).manifest().relative(), 1e-2 * one);
    }

    @Test
    void aFileGivesTheBytesThatMemoryGives() throws FactorscopeException, IOException {
        for (UpdateRule rule : UpdateRule.values()) {
            FitSpec spec = Planted.spec(rule, 5, 0.1, 15, 2);
            Factorization memory = fit(spec, storage(false, 48));
            Factorization file = fit(spec, storage(true, 48));
            assertArrayEquals(memory.f(), file.f());
            assertArrayEquals(memory.g(), file.g());
            assertArrayEquals(memory.activation(2), file.activation(2));
            try (Stream<Path> left = Files.list(scratch)) {
                assertTrue(left.findAny().isEmpty(), "temporary files are gone");
            }
        }
    }

    @Test
    void temporaryFilesThatCannotBeWrittenAreAClearLine() throws IOException {
        Path file = Files.writeString(scratch.resolve("taken"), "x");
        FitStorage storage = new FitStorage(0, 4096, file.resolve("sub"), null, 60, false);
        FitSpec spec = Planted.spec(UpdateRule.HALS, 5, 0.1, 5, 2);
        Failing.with("FS-FILE-001", () -> fit(spec, storage));
    }

    @Test
    void withFrozenSupportsTheCoordinateLossNeverRises() throws FactorscopeException {
        int rank = 6;
        int support = 9;
        float[] rows = Planted.noise(120 * D, 9);
        try (ActivationSet set = ActivationSet.ofValues(rows, 120, D);
                NDManager manager = Fixtures.engine().newManager();
                TorchProgram ops =
                        TorchProgram.load(manager, SemiNmf.class, "seminmf.torchscript")) {
            FitData data = FitData.of(set, Weighting.REFERENCE, JobContext.silent());
            try (RowBlocks blocks = new LocalBlocks(manager, ops, data, rank, storage(false, 48))) {
                new Starts(ops, blocks, rank).random(1);
                NDArray[] sums = blocks.sum(manager, "sums");
                NDArray f = ops.call(manager, "solve", sums[0], sums[1], 1e-6);
                f = ops.call(manager, "keep", f, support);
                double before = Double.POSITIVE_INFINITY;
                for (int i = 0; i < 60; i++) {
                    // from the F before, whose support stays; a new least-squares F cut to it may
                    // begin a little higher
                    f = ops.call(manager, "refit", f, sums[0], sums[1], support, 5);
                    NDArray[] scaled = ops.callAll(manager, "scale", f, sums[2]);
                    f = scaled[0];
                    NDArray q = ops.call(manager, "gram", f);
                    sums = blocks.update(manager, "advance", f, q, scaled[1], false, true, 0);
                    double loss = blocks.sum(manager, "residual", f)[0].toDoubleArray()[0];
                    assertTrue(loss <= before * (1 + 1e-6), i + ": " + before + " to " + loss);
                    before = loss;
                }
            }
        }
    }
}
