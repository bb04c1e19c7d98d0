package io.factorscope.core.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/// The embedded model as a judge: weak, but it says so, and it is the same every time.
class LocalJudgeTest {
    private static final Path MODEL =
            Path.of(System.getProperty("factorscope.home"), "resources/models/storyteller");

    @Test
    void ratesByTheLikelihoodOfTheRatingTokens() throws Exception {
        List<RatingRequest> requests =
                List.of(
                        RatingRequest.concept("rain", "The rain fell on the wet street."),
                        RatingRequest.fluency("the the the cake of of"),
                        RatingRequest.concept("rain", "rain ".repeat(3000)));
        try (LanguageModel model = LanguageModel.open(MODEL, Fixtures.engine())) {
            Judge judge = new LocalJudge(model);
            List<Rating> ratings = judge.rate(requests, JobContext.silent());
            assertEquals(ratings, new LocalJudge(model).rate(requests, JobContext.silent()));
            assertTrue(ratings.get(0).reason().contains("nats: 0"), ratings::toString);
            assertEquals("local-fluency/1", ratings.get(1).by().prompts());
            assertTrue(ratings.get(2).isMissing(), "too long for the model");
            assertTrue(judge.name().label().contains("weak"));
        }
    }
}
