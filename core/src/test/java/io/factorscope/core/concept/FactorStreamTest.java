package io.factorscope.core.concept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Damage;
import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Corpus;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A corpus through the factors of a tiny random model.
class FactorStreamTest {
    private static final HookPoint HOOK = new HookPoint(1, Site.MLP_POST);
    private static final List<String> WORDS =
            List.of("dog", "cat", "ran", "home", "rain", "cake", "sun", "tree");
    @TempDir private static Path shared;
    @TempDir private Path folder;
    private static LanguageModel model;
    private static Factorization fit;

    @BeforeAll
    static void open() throws FactorscopeException, IOException {
        model = Fixtures.tinyGpt2();
        List<Example> texts = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 30; i++) {
            texts.add(new Example(sentence(random, 12), ""));
        }
        try (ActivationSet set =
                new Collector(model, CollectSpec.at(HOOK))
                        .collect(
                                new Dataset("d", texts),
                                shared.resolve("a"),
                                JobContext.silent())) {
            FitSpec spec =
                    new FitSpec(6, 0.1, UpdateRule.HALS, 20, 20, 0, 2, new Weighting(0.5, true, 1));
            fit =
                    new SemiNmf(model.engine(), spec, iteration -> {})
                            .run(set, null, JobContext.silent());
        }
        StringBuilder first = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            first.append(sentence(random, i == 7 ? 200 : 10)).append("\n<|endoftext|>\n");
        }
        Files.createDirectories(shared.resolve("corpus"));
        Files.writeString(shared.resolve("corpus/a.txt"), first);
        Files.writeString(shared.resolve("corpus/b.txt"), sentence(random, 60));
        Files.writeString(shared.resolve("corpus/c.txt"), sentence(random, 5));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static String sentence(SplittableRandom random, int words) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < words; i++) {
            out.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        return out.toString();
    }

    private StreamReport run(String out, boolean resume, JobContext context)
            throws FactorscopeException {
        return new FactorStream(model, fit, new StreamSpec(HOOK, true, 40, 5))
                .run(Corpus.of(shared.resolve("corpus")), folder.resolve(out), resume, 0, context);
    }

    private void cutAfterTwoPieces() {
        int[] pieces = {0};
        JobContext[] killed = new JobContext[1];
        killed[0] =
                new JobContext(
                        progress -> {
                            if (++pieces[0] == 2) {
                                killed[0].cancel();
                            }
                        },
                        () -> {});
        assertThrows(CancelledException.class, () -> run("cut", false, killed[0]));
    }

    @Test
    void aKilledPassGoesOnToTheSameResult() throws FactorscopeException, IOException {
        StreamReport whole = run("whole", false, JobContext.silent());
        assertFalse(Files.exists(folder.resolve("whole/checkpoint.json")));
        cutAfterTwoPieces();
        assertFalse(Files.exists(folder.resolve("cut/stream.json")));
        assertEquals(whole, run("cut", true, JobContext.silent()));
        assertEquals(
                Files.readString(folder.resolve("whole/stream.json")),
                Files.readString(folder.resolve("cut/stream.json")));
    }

    @Test
    void countsAgreeWithEachOther() throws FactorscopeException {
        StreamReport report = run("c", false, JobContext.silent());
        assertEquals(62, report.texts());
        assertTrue(report.cutTexts() >= 2, report.cutTexts() + " cut");
        for (StreamReport.Seen seen : report.factors()) {
            long active = seen.histogram().stream().mapToLong(Long::longValue).sum();
            assertTrue(seen.firing() <= active && active <= report.tokens());
            assertEquals((double) seen.firing() / report.tokens(), seen.density());
            assertTrue(seen.contexts().size() <= 5);
            double before = Double.MAX_VALUE;
            for (StreamReport.Hit hit : seen.contexts()) {
                assertTrue(hit.activation() <= before && hit.activation() > 0);
                before = hit.activation();
                assertEquals(hit.token(), hit.tokens().get(hit.center()).token());
                assertEquals(hit.activation(), hit.tokens().get(hit.center()).value());
            }
            if (!seen.contexts().isEmpty()) {
                assertEquals(seen.maximum(), seen.contexts().getFirst().activation());
            }
        }
        assertTrue(report.factors().stream().anyMatch(seen -> seen.contexts().size() == 5));
    }

    @Test
    void onlyAsManyFactorsATokenFireAsInTheFit() throws FactorscopeException {
        StreamReport report = run("m", false, JobContext.silent());
        long active =
                report.factors().stream()
                        .flatMap(seen -> seen.histogram().stream())
                        .mapToLong(Long::longValue)
                        .sum();
        assertTrue(active > 0 && active <= 2 * report.tokens());
    }

    @Test
    void binsAreOctavesOfTheMaximum() {
        assertEquals(0, StreamReport.bin(1e-9));
        assertEquals(1, StreamReport.bin(Math.scalb(1.0, -10)));
        assertEquals(10, StreamReport.bin(0.5));
        assertEquals(10, StreamReport.bin(0.99));
        assertEquals(11, StreamReport.bin(1));
        assertEquals(13, StreamReport.bin(100));
    }

    @Test
    void theHeapKeepsTheStrongestAndOfEqualsTheFirst() {
        FactorTally tally = new FactorTally(0, 1, 2);
        float[] strengths = {1, 3, 2, 3, 3};
        for (int i = 0; i < strengths.length; i++) {
            if (tally.wants(strengths[i])) {
                tally.keep(new StreamReport.Hit("t", strengths[i], "", "f", i, 0, List.of()));
            }
        }
        assertEquals(
                List.of(1L, 3L),
                tally.seen(5).contexts().stream().map(StreamReport.Hit::number).toList());
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() throws FactorscopeException, IOException {
        HookPoint resid = new HookPoint(1, Site.RESID_POST);
        Failing.with("FS-CORPUS-003", () -> new FactorStream(model, fit, StreamSpec.at(resid, 40)));
        Failing.with("FS-CORPUS-004", () -> new FactorStream(model, fit, StreamSpec.at(HOOK, 999)));
        JobContext[] killed = new JobContext[1];
        killed[0] = new JobContext(progress -> killed[0].cancel(), () -> {});
        assertThrows(CancelledException.class, () -> run("x", false, killed[0]));
        Corpus other = Corpus.of(shared.resolve("corpus/b.txt"));
        Failing.with(
                "FS-CORPUS-002",
                () ->
                        new FactorStream(model, fit, new StreamSpec(HOOK, true, 40, 5))
                                .run(other, folder.resolve("x"), true, 0, JobContext.silent()));
    }

    @Test
    void aDamagedCheckpointOfAPassIsRefusedOrGoneOnFrom() throws IOException {
        cutAfterTwoPieces();
        Path file = folder.resolve("cut/checkpoint.json");
        int refused =
                Damage.survived(
                        file, Integer.MAX_VALUE, 40, at -> run("cut", true, JobContext.silent()));
        assertTrue(refused > 8, "only " + refused);
    }
}
