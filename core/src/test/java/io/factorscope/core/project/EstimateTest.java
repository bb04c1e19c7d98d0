package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.ModelInspection;
import io.factorscope.core.model.ModelInspector;
import io.factorscope.core.tensor.ComputeSpeed;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// What is said before a job runs.
@SuppressWarnings("NullAway.Init") // set before each test
class EstimateTest {
    private static final ComputeSpeed SPEED = new ComputeSpeed(2e11, 2e10);

    private final Estimator estimator = new Estimator(SPEED);
    private ModelInspection model;

    @TempDir private Path temp;

    @BeforeEach
    void inspect() throws FactorscopeException {
        model = ModelInspector.inspect(Fixtures.HOME.resolve("resources/models/storyteller"));
    }

    private static HookPoint hook(String name) throws FactorscopeException {
        return HookPoint.parse(name);
    }

    @Test
    void theDiskOfACollectionIsWhatItThenTakes() throws Exception {
        Dataset data = DatasetReader.ofText("t", "The dog ran home.\nShe ate a cake.\nIt rained.");
        HookPoint hook = hook("blocks.1.mlp.hook_post");
        long tokens = TokenCount.of(data, model.path(), JobContext.silent()).tokens();
        Estimate estimate = estimator.collect(model, hook, tokens);
        Path out = temp.resolve("c");
        try (LanguageModel opened = Fixtures.storyteller();
                ActivationSet set =
                        new Collector(opened, new CollectSpec(hook, true, true))
                                .collect(data, out, JobContext.silent())) {
            assertEquals(set.n(), tokens);
        }
        long header = 128;
        assertEquals(Files.size(out.resolve("activations.npy")), estimate.disk() + header);
    }

    @Test
    void largeDataSetsAreCountedFromASample() throws Exception {
        StringBuilder texts = new StringBuilder();
        IntStream.range(0, 9000).forEach(i -> texts.append("The dog ran home again.\n"));
        Dataset data = DatasetReader.ofText("t", texts.toString());
        long exact =
                9000
                        * TokenCount.of(
                                        DatasetReader.ofText("t", "The dog ran home again."),
                                        model.path(),
                                        JobContext.silent())
                                .tokens();
        assertEquals(exact, TokenCount.of(data, model.path(), JobContext.silent()).tokens());
    }

    @Test
    void moreOfAnythingTakesMore() throws Exception {
        FitSpec spec = FitSpec.ofRank(50);
        Estimate small = estimator.fit(10_000, 1024, spec);
        for (Estimate larger :
                new Estimate[] {
                    estimator.fit(20_000, 1024, spec),
                    estimator.fit(10_000, 2048, spec),
                    estimator.fit(10_000, 1024, FitSpec.ofRank(100))
                }) {
            assertTrue(larger.seconds() > small.seconds());
            assertTrue(larger.memory() > small.memory());
            assertTrue(larger.disk() > small.disk());
        }
        Estimate low = estimator.collect(model, hook("blocks.0.mlp.hook_post"), 1000);
        Estimate high = estimator.collect(model, hook("blocks.5.mlp.hook_post"), 1000);
        assertEquals(6, high.seconds() / low.seconds(), 1e-9);
    }

    @Test
    void labelsAddTheirOwnCollectionAndSteering() throws Exception {
        AnalysisSpec spec = analysis(Checks.NONE);
        Estimate plain = estimator.analysis(model, spec, new TokenCount(1000, 0, 50));
        Estimate labelled = estimator.analysis(model, spec, new TokenCount(1000, 5, 50));
        assertTrue(labelled.seconds() > plain.seconds() + 1);
        assertEquals(plain.disk() + 4 * 1000 * 256, labelled.disk());
        Estimate untimed = new Estimator(null).analysis(model, spec, new TokenCount(1000, 5, 50));
        assertEquals(-1, untimed.seconds());
        assertEquals(labelled.memory(), untimed.memory());
    }

    @Test
    void everyRefitCostsAFitAndFaithfulnessAPassForEachFactor() throws Exception {
        TokenCount count = new TokenCount(1000, 0, 50);
        double plain = estimator.analysis(model, analysis(Checks.NONE), count).seconds();
        double fit = estimator.fit(1000, 1024, FitSpec.ofRank(8)).seconds();
        Estimate refits = estimator.analysis(model, analysis(new Checks(0, 3)), count);
        assertEquals(plain + 3 * fit, refits.seconds(), 1e-9);
        double few = estimator.analysis(model, analysis(new Checks(5, 0)), count).seconds();
        double all = estimator.analysis(model, analysis(new Checks(900, 0)), count).seconds();
        assertEquals(10, (all - plain) / (few - plain), 1e-6);
    }

    private static AnalysisSpec analysis(Checks checks) throws FactorscopeException {
        return new AnalysisSpec(
                hook("blocks.3.mlp.hook_post"),
                FitSpec.ofRank(8),
                hook("blocks.2.hook_resid_post"),
                true,
                List.of("one", "two"),
                checks);
    }

    @Test
    void theLineHasTimeMemoryAndDisk() {
        Estimate estimate = new Estimate(1234, 190, 1_200_000_000, 240_000_000);
        assertEquals("1,234 tokens · up to 3 min · 1.2 GB memory · 240 MB disk", estimate.line());
        Estimate untimed = new Estimate(10, -1, 700_000_000, 100);
        assertEquals("10 tokens · 700 MB memory · 100 B disk", untimed.line());
    }

    @Test
    void whatCannotFitIsRefused() {
        Estimate estimate = new Estimate(10, 1, 5_200_000_000L, 3_000_000_000L);
        String memory =
                Failing.with(
                        "FS-ESTIMATE-001",
                        () -> estimate.check(temp, machine(3_100_000_000L, Long.MAX_VALUE)));
        assertTrue(memory.contains("needs about 5.2 GB of memory, 3.1 GB are free"), memory);
        String disk =
                Failing.with(
                        "FS-ESTIMATE-002",
                        () -> estimate.check(temp, machine(Long.MAX_VALUE, 1_000_000)));
        assertTrue(disk.contains("3.0 GB") && disk.contains("1.0 MB"), disk);
    }

    private static Machine machine(long memory, long disk) {
        return new Machine() {
            @Override
            public long memory() {
                return memory;
            }

            @Override
            public long disk(Path path) {
                return disk;
            }
        };
    }

    @Test
    void thisMachineHasMemoryAndADisk() throws IOException, FactorscopeException {
        Machine here = Machine.here();
        assertTrue(here.memory() > 100_000_000);
        assertTrue(here.disk(temp.resolve("not/there/yet")) > 0);
        new Estimate(1, 1, 1000, 1000).check(temp, here);
    }

    @Test
    void aLayerThatIsNotThereIsRefused() {
        Failing.with(
                "FS-HOOK-002", () -> estimator.collect(model, hook("blocks.6.mlp.hook_post"), 10));
        ModelInspection unknown =
                new ModelInspection(
                        temp,
                        "unknown",
                        null,
                        0,
                        0,
                        java.util.Map.of(),
                        0,
                        java.util.List.of("it is empty"));
        Failing.with(
                "FS-MODEL-020",
                () -> estimator.collect(unknown, hook("blocks.1.mlp.hook_post"), 10));
    }
}
