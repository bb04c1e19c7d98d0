package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.DatasetReader;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Objects;

/// What the window asks of the shipped analysis beside its evidence: own text, loss shares.
class LookTest {
    private static LanguageModel model;
    private static Analysis analysis;

    @BeforeAll
    static void open() throws FactorscopeException {
        model = Fixtures.storyteller();
        analysis = AnalysisStore.open(Home.shippedAnalysis()).analysis();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static TextReading read(String text) throws FactorscopeException {
        return read(text, JobContext.silent());
    }

    private static TextReading read(String text, JobContext context) throws FactorscopeException {
        try (FeatureEncoders none = new FeatureEncoders(model.engine())) {
            return TextReading.of(model, none, analysis, analysis.concepts(), text, context);
        }
    }

    @Test
    void aTextOfTheDataIsReadAsTheFitReadIt() throws FactorscopeException {
        String text =
                DatasetReader.read(Home.data("story_concepts.json")).examples().getFirst().text();
        TextReading reading = read(text);
        TokenTable tokens = analysis.tokens();
        int same = 0;
        for (int row = 0; row < reading.tokens().size(); row++) {
            assertEquals(tokens.token(row), reading.tokens().get(row));
            for (ConceptEntry label : analysis.labels()) {
                assertEquals(label.scores()[row], reading.value(label.id(), row), 1e-3);
            }
            int at = row;
            same +=
                    strongest(k -> analysis.factors().get(k).scores()[at])
                                    == strongest(k -> reading.value("F" + k, at))
                            ? 1
                            : 0;
        }
        assertTrue(same >= 0.8 * reading.tokens().size(), same + " of " + reading.tokens().size());
        assertEquals(0, reading.largest("no such concept"));
    }

    private static int strongest(java.util.function.IntToDoubleFunction value) {
        int best = 0;
        for (int k = 1; k < analysis.factors().size(); k++) {
            best = value.applyAsDouble(k) > value.applyAsDouble(best) ? k : best;
        }
        return best;
    }

    @Test
    void anEmptyTextReadsAsNothingAndALongOneIsRefused() throws FactorscopeException {
        assertEquals(0, read("  \n").tokens().size());
        assertEquals(2, read("Dog").tokens().size());
        FactorscopeException tooLong =
                assertThrows(FactorscopeException.class, () -> read("dog ".repeat(3000)));
        assertEquals("FS-TEXT-002", tooLong.code());
        JobContext cancelled = JobContext.silent();
        cancelled.cancel();
        assertThrows(CancelledException.class, () -> read("A dog.", cancelled));
    }

    @Test
    void lossSharesAreOfTheSizeOfWhatIsExplained() {
        double sum = 0;
        for (ConceptEntry factor : analysis.factors()) {
            double share = Objects.requireNonNull(analysis.lossShare(factor));
            assertTrue(share >= 0 && share < 0.2);
            sum += share;
        }
        double explained = 1 - analysis.fit().manifest().relative();
        assertTrue(sum > 0.5 * explained && sum < 2 * explained, sum + " of " + explained);
        assertNull(analysis.lossShare(analysis.labels().getFirst()));
    }
}
