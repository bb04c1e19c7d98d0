package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Concepts of an analysis by their ids, whichever kind, and again as an experiment names them.
class AnalysisChoiceTest {
    @TempDir private Path temp;

    @Test
    void anyKindOfConceptIsFoundByItsIdOnceEvenWhereItsNameHasCommas() throws Exception {
        Path folder = temp.resolve("saved");
        try (LanguageModel model = Fixtures.tinyGpt2()) {
            float[] direction = new float[model.config().width(SmallAnalysis.STREAM.site())];
            direction[0] = 1;
            Analysis made =
                    new ConceptImporter(model, SmallAnalysis.of(model, 1), JobContext.silent())
                            .direction("up, down", SmallAnalysis.STREAM, direction);
            AnalysisStore.save(folder, made, AnalysisState.fresh());
        }
        AnalysisChoice choice =
                AnalysisChoice.open(folder, "F2, L:food,V:up, down , T2.0,F2,V:wave");
        List<String> ids = List.of("F2", "L:food", "V:up, down", "T2.0", "V:wave");
        assertEquals(ids, choice.spec().concepts());
        assertEquals(
                List.of(Method.SNMF, Method.DIFFMEANS, Method.TREE, Method.GIVEN),
                choice.methods());
        assertEquals(5, choice.read(JobContext.silent()).contexts().size());
        assertEquals(choice.spec(), AnalysisChoice.open(choice.spec()).spec());
        FactorscopeException unknown =
                assertThrows(
                        FactorscopeException.class,
                        () -> AnalysisChoice.open(folder, "F2,F99,V:wave"));
        assertEquals("FS-EXP-003", unknown.code());
        assertTrue(String.valueOf(unknown.getMessage()).startsWith("'F99' is no concept"));
    }
}
