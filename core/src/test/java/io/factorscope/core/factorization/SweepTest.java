package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;

/// Many fits, a table and advice.
class SweepTest {
    private static final Planted PLANTED = new Planted(300, 80, 6, 0.02, 1);

    @TempDir private Path folder;

    private static SweepSpec spec(List<Integer> ranks, long... seeds) throws FactorscopeException {
        FitSpec fit = Planted.spec(UpdateRule.HALS, 1, 1, 25, 0);
        return new SweepSpec(
                List.of(HookPoint.parse("blocks.0.mlp.hook_post")),
                ranks,
                List.of(0.1),
                java.util.Arrays.stream(seeds).boxed().toList(),
                fit);
    }

    private Sweep.Report run(SweepSpec spec, float[] rows) throws FactorscopeException {
        try (ActivationSet set = ActivationSet.ofValues(rows, PLANTED.n, PLANTED.d)) {
            return new Sweep(Fixtures.engine(), spec, FitStorage.usual())
                    .run(Map.of(spec.hooks().getFirst(), set), folder, JobContext.silent());
        }
    }

    @Test
    void everyCellHasItsFolderAndTheTableItsRow() throws FactorscopeException, IOException {
        Sweep.Report report = run(spec(List.of(2, 6, 10, 14), 1, 2), PLANTED.rows);
        assertEquals(8, report.rows().size());
        for (SweepSpec.Cell cell : report.spec().cells()) {
            Factorization fit = Factorization.load(folder.resolve(cell.name()));
            assertEquals(cell.fit(), fit.manifest().spec());
        }
        assertEquals(9, Files.readAllLines(folder.resolve("sweep.csv")).size());
        assertEquals(8, Json.readTree(folder.resolve(Sweep.MANIFEST)).path("rows").size());
        KAdvice advice = report.advice().getFirst();
        assertEquals(6, advice.knee(), advice.toString());
        assertTrue(advice.enough() == 6 || advice.enough() == 10, advice.toString());
        assertTrue(advice.advice().contains("K = 6"), advice.advice());
        assertTrue(report.rows().getFirst().stability() > 0);
    }

    @Test
    void aSecondRunSkipsWhatIsFinishedAndRefusesWhatIsOther()
            throws FactorscopeException, IOException {
        SweepSpec few = spec(List.of(2, 3), 1);
        run(few, PLANTED.rows);
        Path done = folder.resolve(few.cells().getFirst().name()).resolve("F.npy");
        FileTime then = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(done, then);
        Sweep.Report more = run(spec(List.of(2, 3, 4), 1), PLANTED.rows);
        assertEquals(3, more.rows().size());
        assertEquals(then, Files.getLastModifiedTime(done));
        assertEquals(-1, more.rows().getFirst().stability());
        float[] other = PLANTED.rows.clone();
        other[0] += 1;
        Failing.with("FS-SWEEP-002", () -> run(few, other));
        Failing.with("FS-SWEEP-001", () -> run(spec(List.of(), 1), PLANTED.rows));
    }

    @Test
    void adviceNamesTheKneeAndWhereFurtherFactorsAddLittle() {
        List<KAdvice.Point> bent =
                List.of(
                        new KAdvice.Point(10, 0.5, 0.05, 0.9),
                        new KAdvice.Point(20, 0.8, 0.03, 0.8),
                        new KAdvice.Point(40, 0.84, 0.002, 0.6));
        KAdvice advice = KAdvice.of("h", 0.1, bent);
        assertEquals(20, advice.knee());
        assertEquals(20, advice.enough());
        List<KAdvice.Point> straight =
                List.of(
                        new KAdvice.Point(10, 0.1, 0.01, -1),
                        new KAdvice.Point(20, 0.2, 0.01, -1),
                        new KAdvice.Point(30, 0.3, 0.01, -1));
        assertEquals(0, KAdvice.of("h", 0.1, straight).knee());
        assertTrue(KAdvice.of("h", 0.1, straight).advice().contains("larger K"));
    }

    @Test
    void onePassCollectsWhatOnePassEachCollects() throws FactorscopeException {
        Path data = folder.resolve("d.txt");
        try {
            Files.writeString(data, "The dog ran home.\nShe ate a cake.\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Dataset texts = DatasetReader.read(data);
        List<CollectSpec> specs =
                List.of(
                        CollectSpec.at(HookPoint.parse("blocks.0.mlp.hook_post")),
                        CollectSpec.at(HookPoint.parse("blocks.1.hook_resid_post")));
        try (LanguageModel model = Fixtures.tinyGpt2()) {
            Map<HookPoint, ActivationSet> sets =
                    Collector.collectAll(
                            model, specs, texts, folder.resolve("all"), JobContext.silent());
            for (CollectSpec spec : specs) {
                Path own = folder.resolve("one-" + spec.hook().layer());
                try (ActivationSet one =
                                new Collector(model, spec)
                                        .collect(texts, own, JobContext.silent());
                        ActivationSet all = sets.getOrDefault(spec.hook(), one)) {
                    assertNotEquals(one, all);
                    assertEquals(one.n(), all.n());
                    float[] want = new float[one.d()];
                    float[] got = new float[one.d()];
                    for (int i = 0; i < one.n(); i++) {
                        one.row(i, want);
                        all.row(i, got);
                        assertEquals(0, Fixtures.maxDifference(want, got), 1e-4);
                    }
                }
            }
        }
    }
}
