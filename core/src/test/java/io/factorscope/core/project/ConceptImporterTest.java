package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.factorscope.core.store.AtomicFiles;
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
        Analysis with = importer().features(Home.shippedSae(), 3);
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
        Analysis first = importer().features(Home.shippedSae(), 1);
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
            assertEquals(entry.concept().source(), read.concept().source());
            assertEquals(entry.projection(), read.projection());
        }
    }

    private static TextReading read(Analysis where, String text) throws FactorscopeException {
        try (FeatureEncoders encoders = new FeatureEncoders(model.engine())) {
            TextReading first = read(encoders, where, text);
            assertEquals(first.tokens(), read(encoders, where, text).tokens(), "kept open");
            return first;
        }
    }

    private static TextReading read(FeatureEncoders encoders, Analysis where, String text)
            throws FactorscopeException {
        return TextReading.of(model, encoders, where, where.concepts(), text, JobContext.silent());
    }

    @Test
    void aTextOfTheDataIsReadWithTheFeaturesOwnValues() throws Exception {
        Analysis with = importer().features(Home.shippedSae(), 3);
        TextReading reading = read(with, "The brown dog ran after the cat.");
        int fired = 0;
        for (ConceptEntry entry : with.imported().entries()) {
            assertFalse(reading.isCosine(entry.id()));
            for (int i = 0; i < reading.tokens().size(); i++) {
                assertEquals(entry.scores()[i], reading.value(entry.id(), i), 1e-4f);
                fired += entry.scores()[i] > 0 ? 1 : 0;
            }
        }
        assertTrue(fired > 0, "no feature fires on the text");
        assertTrue(reading.isCosine(analysis.labels().getFirst().id()));
        assertFalse(reading.isCosine(analysis.factors().getFirst().id()));
    }

    @Test
    void featuresWhoseEncoderIsGoneOrAnotherAreReadByTheCosine() throws Exception {
        Path mine = temp.resolve("mine");
        Sae sae = SaeFolder.read(Home.shippedSae(), null);
        SaeFolder.write(sae, mine);
        Analysis with = importer().features(mine, 3);
        String text = "The brown dog ran after the cat.";
        ConceptEntry feature = with.imported().entries().getFirst();
        assertFalse(read(with, text).isCosine(feature.id()));

        float[] turned = sae.decoder().clone();
        for (int i = 0; i < turned.length; i++) {
            turned[i] = -turned[i];
        }
        Sae another =
                new Sae(
                        sae.config(),
                        sae.encoder(),
                        sae.encoderBias(),
                        turned,
                        sae.decoderBias(),
                        sae.thresholds());
        AtomicFiles.deleteTree(mine);
        SaeFolder.write(another, mine);
        assertTrue(read(with, text).isCosine(feature.id()));

        AtomicFiles.deleteTree(mine);
        TextReading gone = read(with, text);
        assertTrue(gone.isCosine(feature.id()));
        Analysis direction = importer().direction("same", OUT, feature.concept().direction());
        TextReading cosine = read(direction, text);
        for (int i = 0; i < gone.tokens().size(); i++) {
            assertEquals(cosine.value("V:same", i), gone.value(feature.id(), i));
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
