package io.factorscope.core.concept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.Distributions;
import io.factorscope.core.model.LanguageModel;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/// What taking the site apart does to a tiny random model's predictions.
class FaithfulnessTest {
    private static final List<String> TEXTS =
            List.of("The dog ran home.", "She ate a cake", "It rained all day, and then some.");
    private static LanguageModel model;

    @BeforeAll
    static void open() throws FactorscopeException {
        model = Fixtures.tinyGpt2();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /// e₁, −e₁, e₂, −e₂, …: every activation is a nonnegative sum of these.
    private static float[] basis(int d) {
        float[] out = new float[2 * d * d];
        for (int j = 0; j < d; j++) {
            out[2 * j * d + j] = 1;
            out[(2 * j + 1) * d + j] = -1;
        }
        return out;
    }

    private static Faithfulness measure(HookPoint hook, float[] directions, int rank, Integer... of)
            throws FactorscopeException {
        return new FaithfulnessMeter(model, CollectSpec.at(hook), 0, directions, rank)
                .measure(TEXTS, List.of(of), JobContext.silent());
    }

    @Test
    void surpriseIsMinusTheLogProbabilityOfTheNextTokenPaddedOrNot() throws FactorscopeException {
        int[][] rows = {{0, 17, 99, 240, 5}, {0, 33, 12}};
        float[][] surprise = model.surprise(rows, List.of());
        int vocab = model.config().vocab();
        for (int i = 0; i < rows.length; i++) {
            assertEquals(rows[i].length - 1, surprise[i].length);
            float[] logits = model.logits(rows[i], List.of());
            for (int pos = 0; pos + 1 < rows[i].length; pos++) {
                float[] row = Arrays.copyOfRange(logits, pos * vocab, (pos + 1) * vocab);
                double want = -Distributions.logSoftmax(row)[rows[i][pos + 1]];
                assertEquals(want, surprise[i][pos], 1e-4);
            }
        }
    }

    @Test
    void rewritingEveryRowAsItIsChangesNothing() throws FactorscopeException {
        int[][] rows = {{0, 17, 99, 240, 5}, {0, 33, 12}};
        for (Site site : Site.values()) {
            Intervention same = Intervention.rewrite(new HookPoint(1, site), values -> values);
            float[][] plain = model.surprise(rows, List.of());
            float[][] rewritten = model.surprise(rows, List.of(same));
            for (int i = 0; i < rows.length; i++) {
                assertTrue(Fixtures.maxDifference(plain[i], rewritten[i]) < 1e-6, site.suffix());
            }
        }
    }

    @Test
    void anExactReconstructionLosesNothingAtAnySite() throws FactorscopeException {
        for (Site site : List.of(Site.MLP_POST, Site.MLP_OUT, Site.RESID_POST)) {
            HookPoint hook = new HookPoint(1, site);
            int d = model.config().width(site);
            Faithfulness found = measure(hook, basis(d), 2 * d);
            assertEquals(found.baseline(), found.reconstruction(), 1e-4, site.suffix());
            assertTrue(Math.abs(found.zero() - found.baseline()) > 1e-3, site.suffix());
            Double recovered = found.recovered();
            assertTrue(recovered == null || Math.abs(recovered - 1) < 0.05, site.suffix());
            assertEquals(3, found.texts());
        }
    }

    @Test
    void takingOutAFactorThatNeverFiresChangesNothingAndOneThatDoesChangesSomething()
            throws FactorscopeException {
        HookPoint hook = new HookPoint(1, Site.RESID_POST);
        int d = model.config().dModel();
        float[] directions = new float[3 * d];
        int[] ids = model.encode(TEXTS.get(0), true);
        float[] rows = model.activations(new int[][] {ids}, hook).getFirst();
        System.arraycopy(rows, 2 * d, directions, 0, d);
        Arrays.fill(directions, 2 * d, 3 * d, 1e-3f);
        Faithfulness found = measure(hook, directions, 3, 1, 0);
        assertEquals(1, found.factors().get(0).factor());
        assertEquals(0.0, found.factors().get(0).change());
        assertEquals(0, found.factors().get(0).texts());
        assertTrue(Math.abs(found.factors().get(1).change()) > 1e-3);
        assertTrue(found.factors().get(1).texts() > 0);
    }

    @Test
    void takingOutTheOnlyFactorOfAnExactReconstructionIsZeroAblation() throws FactorscopeException {
        HookPoint hook = new HookPoint(2, Site.MLP_OUT);
        int d = model.config().dModel();
        int[] ids = model.encode("The dog", false);
        float[] rows = model.activations(new int[][] {ids}, hook).getFirst();
        assertEquals(2, ids.length, "one changed row");
        float[] direction = Arrays.copyOfRange(rows, d, 2 * d);
        Faithfulness found =
                new FaithfulnessMeter(model, new CollectSpec(hook, false, true), 1, direction, 1)
                        .measure(List.of("The dog"), List.of(0), JobContext.silent());
        double change = found.factors().get(0).change();
        assertEquals(found.zero() - found.baseline(), change, 1e-4);
        assertEquals(found.baseline(), found.reconstruction(), 1e-4);
    }

    @Test
    void theSameMeasurementTwiceIsTheSame() throws FactorscopeException {
        HookPoint hook = new HookPoint(0, Site.MLP_OUT);
        int d = model.config().dModel();
        assertEquals(
                measure(hook, basis(d), 2 * d, 0, 5, 7), measure(hook, basis(d), 2 * d, 0, 5, 7));
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        HookPoint hook = new HookPoint(0, Site.MLP_OUT);
        String width = Failing.with("FS-FAITH-001", () -> measure(hook, new float[64], 1));
        assertTrue(width.contains("64") && width.contains("48"), width);
        Failing.with("FS-FAITH-002", () -> measure(hook, new float[48], 1, 1));
        Failing.with(
                "FS-FAITH-003",
                () ->
                        new FaithfulnessMeter(model, CollectSpec.at(hook), 0, new float[48], 1)
                                .measure(List.of(""), List.of(), JobContext.silent()));
        JobContext cancelled = JobContext.silent();
        cancelled.cancel();
        assertThrows(
                CancelledException.class,
                () ->
                        new FaithfulnessMeter(model, CollectSpec.at(hook), 0, new float[48], 1)
                                .measure(TEXTS, List.of(), cancelled));
    }
}
