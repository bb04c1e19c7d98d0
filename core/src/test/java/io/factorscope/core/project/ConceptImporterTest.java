package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.factorization.sae.SaeEncoder;
import io.factorscope.core.factorization.sae.SaeFolder;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Concepts from elsewhere get the same evidence as those of the analysis.
class ConceptImporterTest {
    private static final HookPoint OUT = new HookPoint(3, Site.MLP_OUT);

    private static LanguageModel model;
    private static Analysis analysis;

    @TempDir private Path temp;

    @BeforeAll
    static void analyse() throws Exception {
        model = Fixtures.storyteller();
        Dataset data =
                new Dataset(
                        "few",
                        List.of(
                                new Example("The brown dog ran after the cat.", "animals"),
                                new Example("A small bird sat in the tree.", "animals"),
                                new Example("She ate a red apple and some bread.", "food"),
                                new Example("Mom made a big cake with sugar.", "food")));
        AnalysisSpec spec =
                new AnalysisSpec(
                        new HookPoint(3, Site.MLP_POST),
                        FitSpec.ofRank(3),
                        new HookPoint(2, Site.RESID_POST),
                        true,
                        List.of(),
                        Checks.NONE);
        analysis = new AnalysisRunner(model, data, spec, iteration -> {}).run(JobContext.silent());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ConceptImporter importer() {
        return new ConceptImporter(model, analysis, JobContext.silent());
    }

    private static ConceptEntry found(Analysis where, String id) {
        return Objects.requireNonNull(where.find(id), id);
    }

    @Test
    void aDirectionGetsTheScoresOfTheLabelItWasTakenFrom() throws Exception {
        ConceptEntry label = analysis.labels().getFirst();
        Analysis with =
                importer().direction("mine", label.concept().hook(), label.concept().direction());
        ConceptEntry mine = found(with, "V:mine");
        assertArrayEquals(label.scores(), mine.scores(), 2e-6f);
        assertEquals(label.projection(), mine.projection());
        assertEquals(analysis.norm(label), with.norm(mine), 1e-6);
        assertEquals(analysis.concepts().size() + 1, with.concepts().size());
    }

    @Test
    void theMeanNormIsThatOfTheHookPoint() throws Exception {
        HookPoint hook = analysis.manifest().spec().hook();
        float[] direction = analysis.factors().getFirst().concept().direction();
        Analysis with = importer().direction("copy", hook, direction);
        double norm = Objects.requireNonNull(with.imported().norms().get(hook));
        assertEquals(analysis.manifest().factorNorm(), norm, 1e-5 * norm);
    }

    @Test
    void featuresAreThoseThatTellTheLabelsApartWithTheirOwnValues() throws Exception {
        Sae sae = SaeFolder.read(Home.shippedSae(), null);
        Analysis with = importer().features(sae, 3);
        List<ConceptEntry> entries = with.imported().entries();
        assertTrue(entries.size() >= 3 && entries.size() <= 6, "" + entries.size());
        int[] ids = model.encode("The brown dog ran after the cat.", true);
        float[] rows = model.activations(new int[][] {ids}, OUT).getFirst();
        float[] values;
        try (SaeEncoder encoder = new SaeEncoder(model.engine(), sae)) {
            values = encoder.encode(rows);
        }
        for (ConceptEntry entry : entries) {
            int feature = Integer.parseInt(entry.id().substring(1));
            for (int i = 0; i < ids.length - 1; i++) {
                assertEquals(values[(i + 1) * sae.features() + feature], entry.scores()[i], 1e-4f);
            }
        }
        Set<String> best = new HashSet<>();
        entries.forEach(entry -> best.add(entry.evidence().byLabel().getFirst().token()));
        assertEquals(Set.of("animals", "food"), best);
    }

    @Test
    void importedConceptsAreSavedAndReadAgain() throws Exception {
        Sae sae = SaeFolder.read(Home.shippedSae(), null);
        Analysis first = importer().features(sae, 1);
        ConceptEntry label = analysis.labels().getFirst();
        Analysis both =
                new ConceptImporter(model, first, JobContext.silent())
                        .direction("mine", label.concept().hook(), label.concept().direction());
        Path folder = temp.resolve("kept");
        AnalysisStore.save(folder, first, AnalysisState.fresh());
        AnalysisStore.saveAdded(folder, both);
        Analysis again = AnalysisStore.open(folder).analysis();
        assertEquals(both.imported().norms(), again.imported().norms());
        assertEquals(both.imported().entries().size(), again.imported().entries().size());
        for (ConceptEntry entry : both.imported().entries()) {
            ConceptEntry read = again.find(entry.id());
            assertNotNull(read);
            assertArrayEquals(entry.scores(), read.scores());
            assertArrayEquals(entry.concept().direction(), read.concept().direction());
            assertEquals(entry.projection(), read.projection());
        }
    }

    @Test
    void aDirectionOfAnotherWidthOrOfZerosIsRefused() {
        FactorscopeException narrow =
                assertThrows(
                        FactorscopeException.class,
                        () -> importer().direction("narrow", OUT, new float[] {1, 2}));
        assertEquals("FS-IMPORT-001", narrow.code());
        float[] zeros = new float[model.config().width(Site.MLP_OUT)];
        assertThrows(FactorscopeException.class, () -> importer().direction("none", OUT, zeros));
    }
}
