package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Damage;
import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A fit that is killed goes on from its checkpoint to the same bytes.
class CheckpointTest {
    private static final int N = 300;
    private static final int D = 50;
    private static final Planted PLANTED = new Planted(N, D, 5, 0.2, 3);

    @TempDir private Path folder;

    private FitStorage storage(boolean mapped, boolean resume) {
        long memory = mapped ? 0 : Long.MAX_VALUE;
        return new FitStorage(memory, 4L * D * 64, folder, folder.resolve("c"), 0, resume);
    }

    private static Factorization fit(
            FitSpec spec, float[] rows, FitListener listener, FitStorage storage)
            throws FactorscopeException {
        try (ActivationSet set = ActivationSet.ofValues(rows, N, D)) {
            return new SemiNmf(Fixtures.engine(), spec, listener, storage)
                    .run(set, null, JobContext.silent());
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static FitListener killAt(int iteration) {
        return now -> {
            if (now.number() == iteration) {
                throw new Killed();
            }
        };
    }

    @Test
    void aKilledFitEndsInTheBytesOfAnUninterruptedOne() throws FactorscopeException {
        for (UpdateRule rule : UpdateRule.values()) {
            for (boolean mapped : new boolean[] {false, true}) {
                for (int perToken : new int[] {0, 2}) {
                    FitSpec spec =
                            new FitSpec(8, 0.1, rule, 40, 100, 4, perToken, Weighting.REFERENCE);
                    same(spec.with(Stops.REFERENCE, Reseed.ALWAYS), mapped);
                }
            }
        }
    }

    private void same(FitSpec spec, boolean mapped) throws FactorscopeException {
        FitStorage blocks = storage(mapped, false);
        FitStorage none =
                new FitStorage(blocks.memoryBytes(), blocks.blockBytes(), folder, null, 0, false);
        Factorization whole = fit(spec, PLANTED.rows, now -> {}, none);
        for (int at : new int[] {13, 31}) {
            FitStorage storage = storage(mapped, at > 13);
            assertThrows(Killed.class, () -> fit(spec, PLANTED.rows, killAt(at), storage));
        }
        Factorization resumed = fit(spec, PLANTED.rows, now -> {}, storage(mapped, true));
        assertArrayEquals(whole.f(), resumed.f(), spec.toString());
        assertArrayEquals(whole.g(), resumed.g(), spec.toString());
        assertEquals(whole.history().size(), resumed.history().size());
        assertEquals(whole.manifest().log(), resumed.manifest().log());
    }

    @Test
    void aCheckpointOfAnotherFitOrOtherDataIsRefused() throws FactorscopeException {
        FitSpec spec = Planted.spec(UpdateRule.HALS, 5, 0.1, 6, 1);
        fit(spec, PLANTED.rows, now -> {}, storage(false, false));
        String other =
                Failing.with(
                        "FS-FIT-012",
                        () -> fit(spec.withSeed(2), PLANTED.rows, now -> {}, storage(false, true)));
        assertTrue(other.contains("another fit"), other);
        float[] rows = PLANTED.rows.clone();
        rows[3] += 1;
        String data =
                Failing.with("FS-FIT-012", () -> fit(spec, rows, now -> {}, storage(false, true)));
        assertTrue(data.contains("other activations"), data);
    }

    @Test
    void aDamagedCheckpointIsRefusedOrGoneOnFromAndNeverBreaksTheFit()
            throws FactorscopeException, IOException {
        FitSpec spec = new FitSpec(8, 0.1, UpdateRule.HALS, 12, 100, 4, 0, Weighting.REFERENCE);
        assertThrows(
                Killed.class, () -> fit(spec, PLANTED.rows, killAt(10), storage(false, false)));
        Path cut = folder.resolve("cut");
        Fixtures.copy(folder.resolve("c"), cut);
        List<Path> files;
        try (Stream<Path> all = Files.list(cut)) {
            files = all.sorted().toList();
        }
        assertEquals(4, files.size(), files.toString());
        int refused = 0;
        for (Path file : files) {
            boolean manifest = file.toString().endsWith(".json");
            int interesting = manifest ? Integer.MAX_VALUE : 160;
            refused += Damage.survived(file, interesting, manifest ? 60 : 12, this::goOn);
        }
        assertTrue(refused > 30, "only " + refused + " were refused");
    }

    /// Goes on from a copy, since a fit that ends writes over its checkpoint.
    private void goOn(Path damaged) throws FactorscopeException {
        FitSpec spec = new FitSpec(8, 0.1, UpdateRule.HALS, 12, 100, 4, 0, Weighting.REFERENCE);
        Path whole = Objects.requireNonNull(damaged.getParent());
        try {
            Fixtures.copy(whole, folder.resolve("c"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Checkpoint.iterations(folder.resolve("c"));
        fit(spec, PLANTED.rows, now -> {}, storage(false, true));
    }

    @Test
    void aCheckpointThatCannotBeWrittenLeavesTheOneBefore()
            throws FactorscopeException, IOException {
        FitSpec spec = Planted.spec(UpdateRule.MU, 5, 0.1, 20, 1);
        Path taken = folder.resolve("c/best-F-9.npy");
        FitListener blocking =
                now -> {
                    if (now.number() == 9) {
                        assertTrue(taken.resolve("full").toFile().mkdirs());
                    }
                };
        Failing.with("FS-FILE-001", () -> fit(spec, PLANTED.rows, blocking, storage(false, false)));
        Files.delete(taken.resolve("full"));
        Files.delete(taken);
        Factorization resumed = fit(spec, PLANTED.rows, now -> {}, storage(false, true));
        FitStorage plain = new FitStorage(Long.MAX_VALUE, 4L * D * 64, folder, null, 0, false);
        assertArrayEquals(fit(spec, PLANTED.rows, now -> {}, plain).f(), resumed.f());
    }
}
