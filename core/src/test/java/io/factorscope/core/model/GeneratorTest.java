package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;

class GeneratorTest {
    private static final Sampling WARM = new Sampling(1, 40, 0.95);
    private static final String PROMPT = "Once upon a time";
    private static LanguageModel model;

    @BeforeAll
    static void open() throws FactorscopeException {
        model = Fixtures.storyteller();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<GenerateSpec.Sample> run(GenerateSpec spec) throws FactorscopeException {
        return new Generator(model, spec, (sample, text) -> {}).run(List.of(), JobContext.silent());
    }

    private static GenerateSpec spec(int tokens, long seed, int samples) {
        return new GenerateSpec(PROMPT, tokens, WARM, seed, samples, true);
    }

    @Test
    void theSameSeedWritesTheSameAndAnotherSeedDoesNot() throws FactorscopeException {
        assertEquals(run(spec(30, 5, 2)), run(spec(30, 5, 2)));
        assertNotEquals(run(spec(30, 5, 1)), run(spec(30, 6, 1)));
    }

    @Test
    void aSampleDoesNotDependOnItsNeighbours() throws FactorscopeException {
        List<GenerateSpec.Sample> three = run(spec(30, 3, 3));
        assertEquals(run(spec(30, 3, 1)).get(0), three.get(0));
        assertNotEquals(three.get(0).ids(), three.get(1).ids());
        assertNotEquals(three.get(1).ids(), three.get(2).ids());
    }

    @Test
    void whatTheListenerHearsIsTheText() throws FactorscopeException {
        StringBuilder[] heard = {new StringBuilder(), new StringBuilder()};
        List<GenerateSpec.Sample> samples =
                new Generator(model, spec(25, 9, 2), (sample, text) -> heard[sample].append(text))
                        .run(List.of(), JobContext.silent());
        for (int i = 0; i < 2; i++) {
            assertEquals(samples.get(i).continuation(), heard[i].toString());
            assertEquals(PROMPT + heard[i], samples.get(i).text());
        }
    }

    @Test
    void writingEndsAtTheContext() throws FactorscopeException {
        List<Integer> ids = run(new GenerateSpec(PROMPT, 10_000, WARM, 1, 1, true)).get(0).ids();
        assertTrue(ids.size() <= model.config().context());
        String filling = " cat".repeat(model.config().context() - 1);
        GenerateSpec full = new GenerateSpec(filling, 5, WARM, 1, 1, true);
        assertEquals("", run(full).get(0).continuation());
    }

    @Test
    void writingEndsAtTheEndOfTheStory() throws FactorscopeException {
        for (GenerateSpec.Sample sample : run(new GenerateSpec(PROMPT, 250, WARM, 2, 3, true))) {
            List<Integer> written = sample.ids().subList(1, sample.ids().size());
            assertTrue(!written.contains(model.config().eos().getFirst()), "EOS among " + written);
        }
    }

    @Test
    void aModelThatOnlyEndsWritesNothing() throws FactorscopeException {
        HookPoint last = new HookPoint(model.config().layers() - 1, Site.RESID_POST);
        float[] end = endDirection();
        List<GenerateSpec.Sample> samples =
                new Generator(
                                model,
                                new GenerateSpec(PROMPT, 20, Sampling.GREEDY, 1, 2, true),
                                (sample, text) -> {})
                        .run(List.of(Intervention.replace(last, end)), JobContext.silent());
        for (GenerateSpec.Sample sample : samples) {
            assertEquals("", sample.continuation());
        }
    }

    /// A residual stream whose most likely next token is EOS, by trying one coordinate at a time.
    private static float[] endDirection() {
        float[] best = new float[model.config().dModel()];
        double ahead = lead(best);
        for (int i = 0; i < 2 * best.length && ahead <= 0; i++) {
            float[] other = best.clone();
            other[i / 2] += i % 2 == 0 ? 1 : -1;
            double lead = lead(other);
            best = lead > ahead ? other : best;
            ahead = Math.max(lead, ahead);
        }
        assertTrue(lead(best) > 0);
        return best;
    }

    /// How far EOS is ahead of the best other token.
    private static double lead(float[] residual) {
        float[] logits = model.unembed(residual);
        double other = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            other = i == model.config().eos().getFirst() ? other : Math.max(other, logits[i]);
        }
        return logits[model.config().eos().getFirst()] - other;
    }

    @Test
    void cancellingStopsWithinAToken() {
        JobContext context = JobContext.silent();
        int[] heard = {0};
        GenerateSpec.Listener listener =
                (sample, text) -> {
                    heard[0]++;
                    context.cancel();
                };
        assertThrows(
                CancelledException.class,
                () -> new Generator(model, spec(100, 1, 1), listener).run(List.of(), context));
        assertEquals(1, heard[0]);
    }

    @Test
    void badRequestsAreRefusedInWords() {
        String endless = "cat ".repeat(300);
        String message =
                Failing.with(
                        "FS-TEXT-002", () -> run(new GenerateSpec(endless, 5, WARM, 1, 1, true)));
        assertTrue(message.contains("at most 256"), message);
        Failing.with("FS-TEXT-003", () -> run(new GenerateSpec("", 5, WARM, 1, 1, false)));
        Sampling bad = new Sampling(-1, 0, 1);
        Failing.with("FS-TEXT-004", () -> run(new GenerateSpec(PROMPT, 5, bad, 1, 1, true)));
    }
}
