package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.SafetensorsWriter;
import io.factorscope.core.store.Npy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What other analyses and other programs made finds its place in an analysis.
class ImportsTest {
    private static LanguageModel model;
    private static Analysis analysis;

    @TempDir private Path folder;

    @BeforeAll
    static void analyse() throws FactorscopeException {
        model = Fixtures.tinyGpt2();
        analysis = SmallAnalysis.of(model, 0);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static AnalysisStore.Opened named(Map<String, String> names) {
        AnalysisState fresh = AnalysisState.fresh();
        return new AnalysisStore.Opened(
                analysis,
                new AnalysisState(Annotations.named(names), fresh.steering(), fresh.runs()));
    }

    /// The same factors in another order, as F and G of another program.
    private Analysis turned() throws FactorscopeException {
        int rank = analysis.fit().rank();
        Path f = turned("F.npy", analysis.fit().f(), rank);
        Path g = turned("G.npy", analysis.fit().g(), rank);
        AnalysisSpec spec = analysis.manifest().spec();
        AnalysisSpec plain =
                new AnalysisSpec(
                        spec.hook(),
                        FitSpec.ofRank(rank),
                        spec.labelHook(),
                        true,
                        List.of(),
                        Checks.NONE);
        return new AnalysisRunner(model, SmallAnalysis.DATA, plain, iteration -> {})
                .with(GivenFactors.read(f, g))
                .run(JobContext.silent());
    }

    private Path turned(String name, float[] values, int rank) throws FactorscopeException {
        float[] out = values.clone();
        for (int i = 0; i < values.length; i++) {
            out[i] = values[i / rank * rank + (rank - 1 - i % rank)];
        }
        Path file = folder.resolve(name);
        Npy.write(file, out, values.length / rank, rank);
        return file;
    }

    @Test
    void factorsFittedElsewhereBecomeAnAnalysisWithTheSameLossAndScores()
            throws FactorscopeException {
        Analysis turned = turned();
        for (int k = 0; k < 4; k++) {
            assertArrayEquals(
                    analysis.factors().get(k).scores(), turned.factors().get(3 - k).scores());
            assertEquals(
                    analysis.factors().get(k).projection(),
                    turned.factors().get(3 - k).projection());
        }
        assertEquals(
                analysis.fit().manifest().relative(), turned.fit().manifest().relative(), 1e-4);
    }

    @Test
    void namesGoToTheConceptsThatPointTheSameWay() throws FactorscopeException {
        AnalysisStore.Opened from = named(Map.of("F0", "zero", "F3", "three", "L:food", "eating"));
        Analysis turned = turned();
        List<LabelImport.Match> matches = LabelImport.matches(from, turned, 0.99);
        assertEquals(
                List.of("F0>F3", "F3>F0", "L:food>L:food"),
                matches.stream().map(match -> match.from() + ">" + match.to()).toList());
        List<Edit> edits =
                LabelImport.edits(
                        matches,
                        from.state().annotations(),
                        Annotations.named(Map.of("F0", "mine")),
                        false);
        assertEquals(
                List.of(new Edit.Name("F3", "zero"), new Edit.Name("L:food", "eating")), edits);
    }

    @Test
    void whatPointsElsewhereGetsNoName() throws FactorscopeException {
        Analysis other = SmallAnalysis.of(model, 7);
        AnalysisStore.Opened from = named(Map.of("F0", "zero", "F1", "one"));
        for (LabelImport.Match match : LabelImport.matches(from, other, 0.7)) {
            assertTrue(match.cosine() >= 0.7, match.toString());
        }
        assertEquals(List.of(), LabelImport.matches(from, other, 1.01));
    }

    @Test
    void factorsOfOtherSizesAreRefused() throws FactorscopeException {
        Path f = folder.resolve("F.npy");
        Path g = folder.resolve("G.npy");
        Npy.write(f, new float[6], 3, 2);
        Npy.write(g, new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Failing.with("FS-IMPORT-004", () -> GivenFactors.read(f, g));
        Npy.write(g, new float[] {1, 2, 3, -4}, 2, 2);
        assertTrue(Failing.with("FS-IMPORT-004", () -> GivenFactors.read(f, g)).contains("-4"));
        Npy.write(g, new float[] {1, 2, 3, 4}, 2, 2);
        AnalysisRunner runner =
                new AnalysisRunner(model, SmallAnalysis.DATA, analysis.manifest().spec(), at -> {})
                        .with(GivenFactors.read(f, g));
        String why = Failing.with("FS-IMPORT-004", () -> runner.run(JobContext.silent()));
        assertTrue(why.contains("2 tokens"), why);
    }

    @Test
    void aDirectionIsReadFromEitherForm() throws FactorscopeException {
        float[] v = {1, 2, 3};
        Path npy = folder.resolve("v.npy");
        Npy.write(npy, v, 3);
        assertArrayEquals(v, GivenDirection.read(npy, null));
        Path file = folder.resolve("v.safetensors");
        new SafetensorsWriter().add("a", v, 3).add("m", new float[4], 2, 2).write(file);
        assertArrayEquals(v, GivenDirection.read(file, "a"));
        Failing.with("FS-IMPORT-003", () -> GivenDirection.read(file, null));
        Failing.with("FS-IMPORT-003", () -> GivenDirection.read(file, "m"));
        Failing.with("FS-IMPORT-003", () -> GivenDirection.read(file, "b"));
        Failing.with("FS-IMPORT-003", () -> GivenDirection.read(Path.of("v.pt"), null));
    }
}
