package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A small experiment on a tiny model: three labels, one push or two.
class ExperimentRunnerTest {
    private static final List<String> LABELS = List.of("animals", "sad", "food");
    private static LanguageModel model;
    private static Dataset data;

    @TempDir private static Path shared = Path.of("");

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
        // One whole run, which the tests read and go on with copies of.
        new ExperimentRunner(model, data, spec(0.1), sae(), shared.resolve("run"))
                .run(JobContext.silent());
    }

    /// A copy of the whole run, without some of its files.
    private Path copy(String... without) throws IOException {
        Path to = temp.resolve("run");
        try (Stream<Path> all = Files.walk(shared.resolve("run"))) {
            for (Path file : all.toList()) {
                String name = shared.resolve("run").relativize(file).toString();
                Path place = to.resolve(name);
                if (Arrays.stream(without).noneMatch(name::startsWith)) {
                    Files.createDirectories(Files.isDirectory(file) ? place : place.getParent());
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, place);
                    }
                }
            }
        }
        return to;
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ExperimentSpec spec(double... targets) {
        SteeringSettings settings =
                new SteeringSettings(
                        "I think that",
                        Arrays.stream(targets).boxed().toList(),
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
                Method.OF_LABELS,
                true,
                true,
                ExperimentSpec.sources(1, FitSpec.ofRank(6), "sae", null),
                4,
                settings);
    }

    private static ExperimentSpec detectionOnly(List<Method> methods) {
        ExperimentSpec all = spec(0.1);
        return new ExperimentSpec(
                all.model(),
                all.data(),
                all.seed(),
                all.trainingShare(),
                methods,
                true,
                false,
                all.sources(),
                all.sentences(),
                all.settings());
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
        ExperimentResult result = ExperimentResult.load(shared.resolve("run"));
        Split split = Json.read(shared.resolve("run/split.json"), Split.class);
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
        assertTrue(Files.exists(shared.resolve("run/snmf/fit")));
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
        ConceptSet before = ConceptSet.load(shared.resolve("run/diffmeans/concepts"));
        Split split = Json.read(shared.resolve("run/split.json"), Split.class);
        List<Example> other = new ArrayList<>();
        split.score()
                .examples()
                .forEach(e -> other.add(new Example(e.text() + " Yes!", e.label())));
        Path again = temp.resolve("again");
        Json.write(again.resolve("split.json"), new Split(split.fit(), new Dataset("x", other)));
        ExperimentSpec spec = detectionOnly(List.of(Method.DIFFMEANS));
        new ExperimentRunner(model, data, spec, null, again).run(JobContext.silent());
        ConceptSet after = ConceptSet.load(again.resolve("diffmeans/concepts"));
        for (int i = 0; i < LABELS.size(); i++) {
            assertArrayEquals(
                    before.concepts().get(i).direction(), after.concepts().get(i).direction());
        }
    }

    @Test
    void everyMethodHasItsBaselinesAtEqualPushes() throws FactorscopeException {
        ExperimentResult result = ExperimentResult.load(shared.resolve("run"));
        assertEquals(3 * 3 * 3 * 2 + 3, result.steering().size());
        for (SteeringRow row : result.steering()) {
            if (row.written()) {
                Double kl = row.kl();
                assertEquals(row.target(), kl == null ? 0 : kl, 0.011 * row.target());
                assertEquals(2, row.sentences().size());
                assertEquals(2, row.probabilities().size());
                assertTrue(row.surprise().stream().allMatch(nll -> nll > 0));
            }
        }
        String table = ResultReport.markdown(result);
        assertTrue(table.contains("| snmf | sparse |") && table.contains("prompting"), table);
    }

    @Test
    void aRunThatWasCutShortGoesOnToTheSameRows() throws FactorscopeException, IOException {
        ExperimentResult whole = ExperimentResult.load(shared.resolve("run"));
        Path folder = copy("results.json", "sae/steering", "unsteered.json");
        Path kept = folder.resolve("snmf/steering/random-0.json");
        var written = Files.getLastModifiedTime(kept);
        JobContext[] context = new JobContext[1];
        context[0] =
                new JobContext(
                        progress -> {
                            if (progress.stage().equals("steering sae") && progress.done() == 1) {
                                context[0].cancel();
                            }
                        },
                        () -> {});
        assertThrows(CancelledException.class, () -> run(spec(0.1), context[0]));
        assertTrue(Files.exists(folder.resolve("sae/steering/random-0.json")));
        assertFalse(Files.exists(folder.resolve("results.json")));
        ExperimentResult resumed = run(spec(0.1), JobContext.silent());
        assertEquals(written, Files.getLastModifiedTime(kept));
        assertEquals(whole.steering(), resumed.steering());
        assertEquals(whole.summary(), resumed.summary());
        ExperimentSpec other = spec(0.3);
        Failing.with("FS-EXP-004", () -> run(other, JobContext.silent()));
    }

    /// Gives 1 for everything, and nothing for every eighth question; counts.
    private static final class Fake implements Judge {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public JudgeName name() {
            return new JudgeName(JudgeName.Kind.API, "fake", "1");
        }

        @Override
        public List<Rating> rate(List<RatingRequest> requests, JobContext context) {
            List<Rating> ratings = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                asked.incrementAndGet();
                boolean none = i % 8 == 0;
                ratings.add(none ? Rating.missing("?", name()) : new Rating(1, "so", name()));
            }
            return ratings;
        }
    }

    @Test
    void judgedAnswersAreNotPaidForTwiceAndMissingOnesAreNotZero()
            throws FactorscopeException, IOException {
        Fake judge = new Fake();
        ExperimentSpec spec = spec(0.1);
        Path folder = copy("results.json");
        ExperimentResult result =
                new ExperimentRunner(model, data, spec, sae(), folder)
                        .judgedBy(judge)
                        .run(JobContext.silent());
        int once = judge.asked.get();
        assertTrue(once > 0);
        new ExperimentRunner(model, data, spec, sae(), folder)
                .judgedBy(judge)
                .run(JobContext.silent());
        assertEquals(once, judge.asked.get());
        assertTrue(
                result.judged().stream()
                        .flatMap(row -> row.results().stream())
                        .allMatch(one -> one.finalScore() == null || one.finalScore() == 1.0));
        List<Choice> byJudge =
                result.choices().stream().filter(c -> c.track().equals("input")).toList();
        long rated =
                result.judged().stream()
                        .filter(row -> row.track() == Description.Track.INPUT)
                        .filter(row -> !Double.isNaN(row.score(0)))
                        .map(row -> row.method() + " " + row.variant() + " " + row.concept())
                        .distinct()
                        .count();
        // nothing is chosen where the sentences that choose have no rating
        assertEquals(rated, byJudge.size());
        assertTrue(rated >= 18 && rated < 30, "rated " + rated);
    }

    @Test
    void eachTrackIsJudgedAgainstItsOwnDescriptionTakenOrMade()
            throws FactorscopeException, IOException {
        Path folder = copy("results.json");
        ConceptSet set = ConceptSet.load(folder.resolve("diffmeans/concepts"));
        MadeBy hand = new MadeBy("a person", "now", "by hand");
        Description own =
                new Description(
                        set.key(1), Description.Track.OUTPUT, -1, "smiling people", "", hand);
        ExperimentResult result =
                new ExperimentRunner(model, data, spec(0.1), sae(), folder)
                        .judgedBy(new Fake())
                        .inWordsOf(Authors.NOBODY.knowing(List.of(own)))
                        .run(JobContext.silent());
        for (Method method : Method.OF_LABELS) {
            Path file = folder.resolve(method.id() + "/descriptions.json");
            for (Description one : ResultFile.read(file, Description.class)) {
                boolean byHand = "smiling people".equals(one.description());
                assertEquals(byHand ? hand.how() : "tokens/1", one.madeBy().how());
            }
            assertEquals(3, Json.readTree(folder.resolve(method.id() + "/contexts.json")).size());
        }
        Set<String> against = new HashSet<>();
        for (JudgedRow row : result.judged()) {
            boolean mine = row.method() == Method.DIFFMEANS && row.concept().equals("sad");
            if (mine && row.sign() < 0) {
                against.add(row.variant().id() + " " + row.track() + " " + row.description());
            }
        }
        assertEquals(6, against.size(), against.toString());
        assertTrue(against.contains("random OUTPUT smiling people"), against.toString());
        assertTrue(against.contains("concept OUTPUT smiling people"), against.toString());
        assertTrue(
                result.judged().stream()
                        .filter(row -> row.variant() == Variant.PROMPTING)
                        .allMatch(row -> LABELS.contains(row.description())));
    }

    @Test
    void writtenSentencesScoreEachConceptByItsOwnDescription() throws FactorscopeException {
        ExperimentSpec plain = detectionOnly(List.of(Method.SAE, Method.DIFFMEANS));
        ExperimentSpec spec = plain.with(plain.methods(), plain.sources().written(true));
        AtomicInteger written = new AtomicInteger();
        SentenceSource author =
                (concepts, context) -> {
                    List<ConceptSentences> rows = new ArrayList<>();
                    for (SentenceWriter.About about : concepts) {
                        int n = written.incrementAndGet();
                        boolean some = n != 3;
                        rows.add(
                                new ConceptSentences(
                                        about.key(),
                                        about.description(),
                                        some
                                                ? List.of(
                                                        "Cats run " + n + ".",
                                                        "Dogs run " + n + ".")
                                                : List.of(),
                                        List.of("The sea is wide " + n + "."),
                                        MadeBy.now("fake", "1")));
                    }
                    return rows;
                };
        Authors authors = new Authors(new TokenDescriber(), List.of(), author);
        Path folder = temp.resolve("written");
        for (int i = 0; i < 2; i++) {
            ExperimentResult result =
                    new ExperimentRunner(model, data, spec, sae(), folder)
                            .inWordsOf(authors)
                            .run(JobContext.silent());
            assertEquals(2 * 3 * 3, result.detection().size());
            DetectionRow first = result.detection().getFirst();
            assertEquals("animals", first.concept());
            assertEquals(List.of("Cats run 1.", "Dogs run 1."), first.activating());
            assertEquals(2, first.scores().size());
            DetectionRow without = result.detection().get(2);
            assertEquals(List.of(), without.scores());
            assertNull(without.logRatio());
            assertEquals(1, result.summary().getFirst().undefined());
            assertEquals(6, written.get());
        }
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
