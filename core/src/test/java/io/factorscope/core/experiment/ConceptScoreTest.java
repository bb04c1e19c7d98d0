package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.JudgeName;
import io.factorscope.core.judge.PersonQueue;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.ComputeSpeed;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;
import io.factorscope.core.text.Example;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What is behind the lines of a small experiment on a tiny model, and a person's ratings of it.
class ConceptScoreTest {
    @TempDir private static Path temp = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ExperimentResult result;

    @BeforeAll
    static void run() throws FactorscopeException {
        List<Example> examples = new ArrayList<>();
        Path file = Fixtures.HOME.resolve("data/story_concepts.json");
        for (String label : List.of("animals", "food")) {
            DatasetReader.read(file).examples().stream()
                    .filter(example -> example.label().equals(label))
                    .limit(8)
                    .map(example -> new Example(example.text(), "<i>" + label))
                    .forEach(examples::add);
        }
        SteeringSettings settings =
                new SteeringSettings(
                        "I think that",
                        List.of(0.05, 0.1),
                        4,
                        5,
                        Sampling.EVALUATION,
                        SteeringSettings.CalibrationRule.BISECTION,
                        3,
                        1,
                        0.02,
                        "This is about %s. ",
                        16);
        ExperimentSpec spec =
                new ExperimentSpec(
                        "tiny",
                        "two labels",
                        3,
                        0.5,
                        List.of(Method.DIFFMEANS),
                        true,
                        true,
                        ExperimentSpec.sources(1, FitSpec.ofRank(6), "", null),
                        3,
                        settings);
        try (LanguageModel model = Fixtures.tinyGpt2()) {
            Dataset data = new Dataset("two labels", examples);
            ExperimentRunner runner =
                    new ExperimentRunner(model, data, spec, null, temp.resolve("whole"));
            result = runner.run(JobContext.silent());
        }
    }

    @Test
    void theMeanOfTheConceptsBehindALineIsTheLine() {
        int lines = 0;
        for (SummaryRow line : result.summary()) {
            List<ConceptScore> scores = ConceptScore.behind(result, line);
            assertEquals(line.interval().n() + line.undefined(), scores.size(), line.toString());
            double mean =
                    scores.stream()
                            .filter(score -> score.interval().n() > 0)
                            .mapToDouble(score -> score.interval().mean())
                            .average()
                            .orElse(Double.NaN);
            assertEquals(line.interval().mean(), mean, 1e-9, line.toString());
            lines++;
        }
        assertTrue(lines > 20, "lines: " + lines);
    }

    @Test
    void anEstimateCountsTheTextsThatAreWritten() throws Exception {
        long written;
        try (Stream<Path> files = Files.walk(temp.resolve("whole"))) {
            written =
                    files.filter(file -> file.toString().contains("steering/"))
                            .filter(Files::isRegularFile)
                            .count();
        }
        long pushes = 2;
        long samples = 4;
        int labels = 2;
        long expected = (written * 2 * pushes + labels * pushes + 1) * samples;
        ComputeSpeed speed = new ComputeSpeed(1e9, 1e9);
        ExperimentSpec spec = result.spec();
        ExperimentEstimate estimate = ExperimentEstimate.of(spec, labels, 1000, speed, false);
        assertEquals(expected, estimate.texts());
        assertTrue(
                ExperimentEstimate.of(spec, labels, 1000, speed, true).seconds()
                        > estimate.seconds());
        assertEquals(-1, ExperimentEstimate.of(spec, labels, 1000, null, false).seconds());
    }

    @Test
    void aPersonsRatingsBecomeATrackOfTheirOwnAndMissingOnesAreLeftOut() throws Exception {
        Path folder = temp.resolve("rated");
        assertFalse(PersonRatings.begun(folder));
        PersonRatings ratings = new PersonRatings(folder, result);
        try (PersonQueue queue = ratings.open("reader", 1)) {
            assertEquals(result, ratings.with(queue), "nothing is rated yet");
            PersonQueue.Item item = queue.next().orElseThrow();
            while (item != null) {
                if (item.request().concept().equals("<i>food")) {
                    queue.skip(item);
                } else {
                    queue.rate(item, 1);
                }
                item = queue.next().orElse(null);
            }
            ExperimentResult rated = ratings.with(queue);
            SummaryRow line =
                    rated.summary().stream()
                            .filter(row -> row.measure().equals("person score"))
                            .filter(row -> row.variant() == Variant.CONCEPT)
                            .findFirst()
                            .orElseThrow();
            assertEquals(1, line.interval().mean());
            assertEquals(1, line.undefined());
            ConceptScore animals = ConceptScore.behind(rated, line).getFirst();
            JudgedRow said = Objects.requireNonNull(animals.judged(rated, "person score"));
            assertEquals(JudgeName.Kind.PERSON, said.judge().kind());
            assertNull(said.results().getFirst().concept(), "only the second half is asked");
            assertNotNull(said.results().get(2).finalScore());
            assertEquals(rated, new PersonRatings(folder, rated).with(queue), "the same again");
        }
        assertTrue(PersonRatings.begun(folder));
    }

    @Test
    void aPersonIsAskedWhatEachTrackWasDescribedAsAndTheTwoScoresStayApart() throws Exception {
        Path folder = temp.resolve("described");
        Choice choice =
                result.choices().stream()
                        .filter(one -> one.variant() == Variant.CONCEPT)
                        .filter(one -> one.concept().equals("<i>food"))
                        .findFirst()
                        .orElseThrow();
        SteeringRow row = Objects.requireNonNull(ConceptScore.row(result, choice));
        MadeBy by = MadeBy.now("test", "1");
        Json.write(
                folder.resolve("diffmeans/descriptions.json"),
                List.of(
                        new Description(
                                row.key(), Description.Track.INPUT, 0, "fired by meals", "", by),
                        new Description(
                                row.key(),
                                Description.Track.OUTPUT,
                                row.sign(),
                                "writes of bread",
                                "",
                                by),
                        new Description(
                                row.key(),
                                Description.Track.OUTPUT,
                                -row.sign(),
                                "the other sign",
                                "",
                                by)));
        PersonRatings ratings = new PersonRatings(folder, result);
        Set<String> asked = new TreeSet<>();
        try (PersonQueue queue = ratings.open("reader", 1)) {
            PersonQueue.Item item = queue.next().orElse(null);
            while (item != null) {
                asked.add(item.request().concept());
                queue.rate(item, item.request().concept().startsWith("writes") ? 1 : 2);
                item = queue.next().orElse(null);
            }
            // The label is asked of what was prompted with it.
            assertEquals(
                    Set.of("", "<i>food", "<i>animals", "fired by meals", "writes of bread"),
                    asked);
            ExperimentResult rated = ratings.with(queue);
            assertEquals(2, mean(rated, "person score"));
            assertEquals(4 / 3.0, mean(rated, "person output score"), 1e-9);
            assertEquals(rated, new PersonRatings(folder, rated).with(queue), "the same again");
            SummaryRow line = line(rated, "person output score");
            JudgedRow said =
                    Objects.requireNonNull(
                            ConceptScore.behind(rated, line).stream()
                                    .filter(score -> score.concept().equals("<i>food"))
                                    .findFirst()
                                    .orElseThrow()
                                    .judged(rated, line.measure()));
            assertEquals("writes of bread", said.description());
        }
    }

    private static SummaryRow line(ExperimentResult rated, String measure) {
        return rated.summary().stream()
                .filter(row -> row.measure().equals(measure) && row.variant() == Variant.CONCEPT)
                .findFirst()
                .orElseThrow();
    }

    private static double mean(ExperimentResult rated, String measure) {
        return line(rated, measure).interval().mean();
    }

    @Test
    void theReportEscapesAllTextAndHoldsEverySentence() throws Exception {
        Path file = temp.resolve("report.html");
        ResultHtml.write(result, file);
        String html = Files.readString(file);
        assertFalse(html.contains("<i>"), "a label's tag");
        assertTrue(html.contains("&lt;i&gt;animals"));
        String sentence = result.detection().getFirst().activating().getFirst();
        assertTrue(html.contains(sentence.replace("'", "&#39;").replace("\"", "&quot;")));
        assertFalse(html.contains("<script"));
    }
}
