package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.steering.Calibration;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import org.junit.jupiter.api.Test;

import java.util.List;

class SteeringPathTest {
    private static Concept concept(LanguageModel model, String hook) throws FactorscopeException {
        HookPoint point = HookPoint.parse(hook);
        float[] direction = new float[model.config().width(point.site())];
        direction[2] = 3;
        direction[5] = -4;
        return new Concept(new ConceptSource.Factor(0), point, direction);
    }

    @Test
    void aFactorOfAModelWithPostNormsActsAfterThem() throws FactorscopeException {
        try (LanguageModel gemma =
                LanguageModel.open(Fixtures.path("tiny-gemma2"), Fixtures.engine())) {
            Concept factor = concept(gemma, "blocks.1.mlp.hook_post");
            Concept at = SteeringEvaluation.path(gemma, factor);
            assertEquals("blocks.1.hook_mlp_out", at.hook().name());
            float[] unit = new float[gemma.config().dMlp()];
            unit[2] = 0.6f;
            unit[5] = -0.8f;
            assertArrayEquals(gemma.throughOutputMatrix(1, unit), at.direction(), 1e-6f);
        }
        try (LanguageModel gpt = Fixtures.tinyGpt2()) {
            Concept factor = concept(gpt, "blocks.1.mlp.hook_post");
            assertEquals(factor.hook(), SteeringEvaluation.path(gpt, factor).hook());
        }
    }

    @Test
    void vectorsInOneBatchWriteWhatEachWritesAlone() throws FactorscopeException {
        try (LanguageModel model = Fixtures.storyteller()) {
            HookPoint hook = HookPoint.parse("blocks.3.hook_mlp_out");
            GenerateSpec spec = new GenerateSpec("Tom", 12, Sampling.EVALUATION, 4, 2, true);
            Generator generator = new Generator(model, spec, (sample, text) -> {});
            List<float[]> vectors =
                    List.of(new float[256], concept(model, hook.name()).steer(20).vector());
            List<List<GenerateSpec.Sample>> together =
                    generator.runEach(hook, vectors, JobContext.silent());
            for (int i = 0; i < 2; i++) {
                List<Intervention> alone = List.of(Intervention.add(hook, vectors.get(i)));
                assertEquals(generator.run(alone, JobContext.silent()), together.get(i));
            }
            assertTrue(!together.getFirst().equals(together.getLast()));
        }
    }

    @Test
    void aWholePromptWritesAsIfItWereThereAndNoneAsIfItWereNot() throws FactorscopeException {
        try (LanguageModel model = Fixtures.storyteller()) {
            GenerateSpec spec = new GenerateSpec("Tom saw", 8, Sampling.GREEDY, 4, 1, true);
            GenerateSpec longer =
                    new GenerateSpec("A sad story. Tom saw", 8, Sampling.GREEDY, 4, 1, true);
            List<List<GenerateSpec.Sample>> mixed =
                    new Generator(model, spec, (sample, text) -> {})
                            .runPrompted("A sad story. ", List.of(0.0, 1.0), JobContext.silent());
            assertEquals(written(model, spec), mixed.getFirst().getFirst().continuation());
            assertEquals(written(model, longer), mixed.getLast().getFirst().continuation());
        }
    }

    private static String written(LanguageModel model, GenerateSpec spec)
            throws FactorscopeException {
        return new Generator(model, spec, (sample, text) -> {})
                .run(List.of(), JobContext.silent())
                .getFirst()
                .continuation();
    }

    /// The reference's search is an ordinary bisection of α in [1, 2000] that ends within 0.01
    /// nats.
    @Test
    void theReferenceCalibrationEndsWithinAHundredthOfANat() throws FactorscopeException {
        try (LanguageModel model = Fixtures.storyteller()) {
            Concept concept = concept(model, "blocks.3.hook_mlp_out");
            Calibration calibration = new Calibration(model, model.encode("I think that", true), 1);
            double alpha = calibration.reference(concept, 0.25, JobContext.silent());
            assertEquals(0.25, calibration.kl(concept, alpha), 0.01);
            assertTrue(alpha >= 1 && alpha <= 2000);
        }
    }

    /// Two labels of two texts each. "cat" is in both texts of the first: P = 2.5/3 against 0.5/3;
    /// "the" in one of each says nothing. So a text with both is 5/6 likely to be of the first.
    @Test
    void theClassifierIsNaiveBayesOverTokens() throws FactorscopeException {
        try (LanguageModel model = Fixtures.storyteller()) {
            Dataset data =
                    new Dataset(
                            "two",
                            List.of(
                                    new Example("the cat", "one"),
                                    new Example("cat", "one"),
                                    new Example("the", "two"),
                                    new Example("dog", "two")));
            LabelClassifier classifier = new LabelClassifier(model, data);
            assertEquals(5.0 / 6, classifier.probabilities("the cat")[0], 1e-9);
            assertEquals(0.5, classifier.probabilities("castle")[0], 1e-9);
        }
    }
}
