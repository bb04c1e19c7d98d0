package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Damage;
import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.factorization.sae.SaeConfig;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.Judge;
import io.factorscope.core.judge.JudgeName;
import io.factorscope.core.judge.Rating;
import io.factorscope.core.judge.RatingRequest;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;
import io.factorscope.core.text.Example;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// A small experiment on a tiny model: three labels, one push or two.
class ExperimentRunnerTest {
    private static final List<String> LABELS = List.of("animals", "sad", "food");
    private static LanguageModel model;
    private static Dataset data;

    @TempDir private Path temp = Path.of("");

    @BeforeAll
    static void open() throws FactorscopeException {
        model = Fixtures.tinyGpt2();
        List<Example> examples = new ArrayList<>();
        Path file = Fixtures.HOME.resolve("data/story_concepts.json");
        for (String label : LABELS) {
            DatasetReader.read(file).examples().stream()
                    .filter(example -> example.label().equals(label))
                    .limit(12)
                    .forEach(examples::add);
        }
        data = new Dataset("three labels", examples);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ExperimentSpec spec(double... targets) {
        SteeringSettings settings =
                new SteeringSettings(
                        "I think that",
                        java.util.Arrays.stream(targets).boxed().toList(),
                        2,
                        6,
                        Sampling.EVALUATION,
                        SteeringSettings.CalibrationRule.BISECTION,
                        3,
                        1,
                        0.02,
                        "This is about %s. ",
                        16);
        return new ExperimentSpec(
                "tiny",
                "three labels",
                3,
                0.5,
                List.of(Method.values()),
                true,
                true,
                ExperimentSpec.sources(1, FitSpec.ofRank(6), "sae", null),
                4,
                settings);
    }

    private static Sae sae() throws FactorscopeException {
        SplittableRandom random = new SplittableRandom(1);
        float[] weights = new float[48 * 20];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        HookPoint hook = HookPoint.parse("blocks.1.hook_mlp_out");
        SaeConfig config = SaeConfig.plain(hook, SaeConfig.Kind.TOPK, 3, true);
        return new Sae(config, weights, new float[20], weights, new float[48], new float[0]);
    }

    private ExperimentResult run(ExperimentSpec spec, JobContext context)
            throws FactorscopeException {
        return new ExperimentRunner(model, data, spec, sae(), temp.resolve("run")).run(context);
    }

    @Test
    void noSentenceIsUsedBothToFitAndToScore() throws FactorscopeException {
        ExperimentResult result = run(spec(0.1), JobContext.silent());
        Split split = Json.read(temp.resolve("run/split.json"), Split.class);
        Set<String> fitted = new HashSet<>();
        split.fit().examples().forEach(example -> fitted.add(example.text()));
        Set<String> scored = new HashSet<>();
        split.score().examples().forEach(example -> scored.add(example.text()));
        assertEquals(36, fitted.size() + scored.size());
        int sentences = 0;
        for (DetectionRow row : result.detection()) {
            List<String> used = new ArrayList<>(row.activating());
            used.addAll(row.neutral());
            sentences += used.size();
            used.forEach(text -> {
                assertTrue(scored.contains(text), text);
                assertFalse(fitted.contains(text), text);
            });
            assertEquals(4, row.scores().size());
        }
        assertEquals(3 * 3 * 3 * 8, sentences);
        Path tokens = temp.resolve("run/snmf/fit");
        assertTrue(Files.exists(tokens));
    }

    @Test
    void aDamagedResultIsReadOrRefusedInOneLine() throws FactorscopeException, IOException {
        run(spec(0.1), JobContext.silent());
        Path run = temp.resolve("run");
        int refused =
                Damage.survived(
                        run.resolve(ExperimentResult.FILE),
                        Integer.MAX_VALUE,
                        60,
                        at -> ResultReport.markdown(ExperimentResult.load(run)));
        assertTrue(refused > 10, "only " + refused);
    }

    /// What the label classifier knows is held out, and what fits a concept are the training rows
    /// alone: the mean differences of a run do not change with the held-out sentences.
    @Test
    void heldOutSentencesDoNotMoveConcepts() throws FactorscopeException {
        ExperimentSpec spec = spec(0.1);
        run(spec, JobContext.silent());
        ConceptSet before = ConceptSet.load(temp.resolve("run/diffmeans/concepts"));
        Split split = Json.read(temp.resolve("run/split.json"), Split.class);
        List<Example> other = new ArrayList<>();
        split.score()
                .examples()
                .forEach(e -> other.add(new Example(e.text() + " Yes!", e.label())));
        Path again = temp.resolve("again");
        Json.write(again.resolve("split.json"), new Split(split.fit(), new Dataset("x", other)));
        new ExperimentRunner(model, data, spec, sae(), again).run(JobContext.silent());
        ConceptSet after = ConceptSet.load(again.resolve("diffmeans/concepts"));
        for (int i = 0; i < LABELS.size(); i++) {
            org.junit.jupiter.api.Assertions.assertArrayEquals(
                    before.concepts().get(i).direction(), after.concepts().get(i).direction());
        }
    }

    @Test
    void everyMethodHasItsBaselinesAtEqualPushes() throws FactorscopeException {
        ExperimentResult result = run(spec(0.05, 0.2), JobContext.silent());
        assertEquals(3 * 3 * 3 * 4 + 3 * 2, result.steering().size());
        for (SteeringRow row : result.steering()) {
            if (row.written()) {
                Double kl = row.kl();
                assertEquals(row.target(), kl == null ? 0 : kl, 0.011 * row.target());
                assertEquals(2, row.sentences().size());
                assertEquals(2, row.probabilities().size());
                assertTrue(row.surprise().stream().allMatch(nll -> nll > 0));
            }
        }
        assertEquals(result, ExperimentResult.load(temp.resolve("run")));
        String table = ResultReport.markdown(result);
        assertTrue(table.contains("| snmf | sparse |") && table.contains("prompting"), table);
    }

    @Test
    void aRunThatWasCutShortGoesOnToTheSameRows() throws FactorscopeException, IOException {
        ExperimentSpec spec = spec(0.1);
        JobContext[] context = new JobContext[1];
        context[0] =
                new JobContext(
                        progress -> {
                            if (progress.stage().startsWith("steering sae")) {
                                context[0].cancel();
                            }
                        },
                        () -> {});
        assertThrows(CancelledException.class, () -> run(spec, context[0]));
        Path kept;
        try (var files = Files.list(temp.resolve("run/snmf/steering"))) {
            kept = files.findFirst().orElseThrow();
        }
        var written = Files.getLastModifiedTime(kept);
        ExperimentResult resumed = run(spec, JobContext.silent());
        assertEquals(written, Files.getLastModifiedTime(kept));
        ExperimentResult whole =
                new ExperimentRunner(model, data, spec, sae(), temp.resolve("whole"))
                        .run(JobContext.silent());
        assertEquals(whole.steering(), resumed.steering());
        assertEquals(whole.summary(), resumed.summary());
        ExperimentSpec other = spec(0.3);
        Failing.with("FS-EXP-004", () -> run(other, JobContext.silent()));
    }

    @Test
    void judgedAnswersAreNotPaidForTwiceAndMissingOnesAreNotZero() throws FactorscopeException {
        AtomicInteger asked = new AtomicInteger();
        JudgeName name = new JudgeName(JudgeName.Kind.API, "fake", "1");
        Judge judge =
                new Judge() {
                    @Override
                    public JudgeName name() {
                        return name;
                    }

                    @Override
                    public List<Rating> rate(List<RatingRequest> requests, JobContext context) {
                        List<Rating> ratings = new ArrayList<>();
                        for (int i = 0; i < requests.size(); i++) {
                            asked.incrementAndGet();
                            boolean none = i % 8 == 0;
                            ratings.add(
                                    none ? Rating.missing("?", name) : new Rating(1, "so", name));
                        }
                        return ratings;
                    }
                };
        ExperimentSpec spec = spec(0.1);
        Path folder = temp.resolve("run");
        ExperimentResult result =
                new ExperimentRunner(model, data, spec, sae(), folder)
                        .judgedBy(judge, List.of())
                        .run(JobContext.silent());
        int once = asked.get();
        assertTrue(once > 0);
        new ExperimentRunner(model, data, spec, sae(), folder)
                .judgedBy(judge, List.of())
                .run(JobContext.silent());
        assertEquals(once, asked.get());
        assertTrue(
                result.judged().stream()
                        .flatMap(row -> row.results().stream())
                        .allMatch(one -> one.finalScore() == null || one.finalScore() == 1.0));
        List<Choice> byJudge =
                result.choices().stream().filter(c -> c.track().equals("input")).toList();
        // the one sentence that chooses among prompting rows has no rating: nothing is chosen there
        assertEquals(3 * 3 * 3, byJudge.size());
    }

    @Test
    void dataThatCannotBeSplitIsRefused() throws FactorscopeException {
        Dataset one = new Dataset("one", data.examples().subList(0, 12));
        ExperimentSpec spec = spec(0.1);
        Failing.with(
                "FS-EXP-005",
                () ->
                        new ExperimentRunner(model, one, spec, sae(), temp.resolve("one"))
                                .run(JobContext.silent()));
    }
}
