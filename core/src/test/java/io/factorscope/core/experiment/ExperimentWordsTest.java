package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.Judge;
import io.factorscope.core.judge.JudgeName;
import io.factorscope.core.judge.Rating;
import io.factorscope.core.judge.RatingRequest;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A run whose concepts are described, written for and judged.
class ExperimentWordsTest extends TinyExperiment {
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
}
