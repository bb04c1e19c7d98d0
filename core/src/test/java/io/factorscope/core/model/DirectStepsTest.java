package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Steps computed without the engine, against the engine's own.
class DirectStepsTest {
    private static final int STEPS = 12;

    @AfterEach
    void reset() {
        System.setProperty("factorscope.kernel", "plain");
    }

    /// The logits of every step, of texts that are not alike.
    private static float[] decoded(
            String kernel,
            String fixture,
            Precision precision,
            int batch,
            List<Intervention> changes)
            throws FactorscopeException {
        System.setProperty("factorscope.kernel", kernel);
        try (LanguageModel model =
                        LanguageModel.open(Fixtures.path(fixture), Fixtures.engine(), precision);
                Decoder decoder = model.decoder(batch, STEPS + 3, changes)) {
            int[][] ids = new int[batch][];
            for (int text = 0; text < batch; text++) {
                ids[text] = new int[] {1, 42 + text, 310};
            }
            decoder.read(ids);
            int vocab = model.config().vocab();
            float[] all = new float[STEPS * batch * vocab];
            for (int step = 0; step < STEPS; step++) {
                for (int text = 0; text < batch; text++) {
                    ids[text] = new int[] {(7 * step + 31 * text) % vocab};
                }
                float[] logits = decoder.read(ids);
                System.arraycopy(logits, 0, all, step * logits.length, logits.length);
            }
            assertEquals(STEPS + 3, decoder.length());
            return all;
        }
    }

    private static void assertSame(float[] expected, float[] actual) {
        double off = Fixtures.maxDifference(expected, actual);
        assertTrue(off < 1e-4, "off by " + off);
        assertTrue(Fixtures.maxDifference(expected, new float[expected.length]) > 0.1);
    }

    // One text, one over a group of four, and more groups.
    @ParameterizedTest
    @CsvSource({
        "tiny-gpt2, 1",
        "tiny-gpt2, 5",
        "tiny-llama3, 1",
        "tiny-llama3, 9",
        "tiny-gemma2, 1",
        "tiny-gemma2, 6",
        "tiny-qwen2, 1",
        "tiny-qwen2, 4"
    })
    void everyFamilyGetsTheSameLogitsAsFromTheEngine(String fixture, int batch)
            throws FactorscopeException {
        float[] engine = decoded("plain", fixture, Precision.FLOAT32, batch, List.of());
        assertSame(engine, decoded("direct", fixture, Precision.FLOAT32, batch, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "tiny-llama3, 1",
        "tiny-llama3, 5",
        "tiny-gemma2, 2",
        "tiny-gpt2, 1",
        "tiny-gpt2, 3"
    })
    void weightsKeptAsBfloat16AreWidenedExactly(String fixture, int batch)
            throws FactorscopeException {
        float[] engine = decoded("plain", fixture, Precision.BFLOAT16, batch, List.of());
        assertSame(engine, decoded("direct", fixture, Precision.BFLOAT16, batch, List.of()));
    }

    private static Intervention at(int layer, Site site, int d, float value) {
        float[] vector = new float[d];
        vector[3] = value;
        return Intervention.add(new HookPoint(layer, site), vector);
    }

    @Test
    void everySiteIsChangedInBothModesAndInRanges() throws FactorscopeException {
        float[] two = new float[48];
        for (int i = 0; i < two.length; i++) {
            two[i] = (float) Math.sin(i); // a norm would undo what is the same everywhere
        }
        List<List<Intervention>> cases = new ArrayList<>();
        for (Site site : Site.values()) {
            cases.add(List.of(at(1, site, site == Site.MLP_POST ? 192 : 48, 4)));
        }
        HookPoint residual = new HookPoint(0, Site.RESID_POST);
        cases.add(List.of(Intervention.replace(residual, two).between(5, 7)));
        cases.add(List.of(Intervention.add(residual, two).fromPosition(6)));
        cases.add(List.of(Intervention.addEach(residual, new float[][] {two, new float[48]})));
        cases.add(List.of(Intervention.rewrite(residual, DirectStepsTest::negated)));
        float[] before = decoded("plain", "tiny-gpt2", Precision.FLOAT32, 2, List.of());
        for (List<Intervention> changes : cases) {
            float[] engine = decoded("plain", "tiny-gpt2", Precision.FLOAT32, 2, changes);
            assertSame(engine, decoded("direct", "tiny-gpt2", Precision.FLOAT32, 2, changes));
            assertTrue(Fixtures.maxDifference(before, engine) > 1e-3, "" + changes.getFirst().at());
        }
    }

    private static float[] negated(float[] rows) {
        float[] out = rows.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = -out[i];
        }
        return out;
    }

    @Test
    void theNumbersAreTheSameEachTime() throws FactorscopeException {
        float[] first = decoded("direct", "tiny-gpt2", Precision.FLOAT32, 3, List.of());
        float[] again = decoded("direct", "tiny-gpt2", Precision.FLOAT32, 3, List.of());
        assertTrue(Arrays.equals(first, again));
    }
}
