package io.factorscope.core.steering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.Distributions;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.steering.SteerabilityMeter.Vocabulary;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;

/// Strength, steerability and projection on the embedded model.
class CalibrationTest {
    private static final JobContext JOB = JobContext.silent();
    private static LanguageModel model;

    @BeforeAll
    static void open() throws FactorscopeException {
        model = Fixtures.storyteller();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Concept random(int layer, Site site) {
        SplittableRandom random = new SplittableRandom(layer);
        float[] direction = new float[model.config().width(site)];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) random.nextGaussian();
        }
        return new Concept(new ConceptSource.Factor(layer), new HookPoint(layer, site), direction);
    }

    private static int[] prompt() throws FactorscopeException {
        return model.encode("One day, a girl named Lily", true);
    }

    @Test
    void theStrengthFoundReachesTheTarget() throws FactorscopeException {
        Calibration calibration = new Calibration(model, prompt(), 30);
        for (Site site : Site.values()) {
            Concept concept = random(2, site);
            for (double nats : new double[] {0.1, 0.5}) {
                for (int sign : new int[] {1, -1}) {
                    OptionalDouble alpha = calibration.alpha(concept, sign, nats, JOB);
                    assertTrue(alpha.isPresent());
                    assertEquals(sign, Math.signum(alpha.getAsDouble()));
                    double kl = calibration.kl(concept, alpha.getAsDouble());
                    assertEquals(nats, kl, 0.01 * nats + 1e-6, site + " " + sign);
                }
            }
        }
    }

    @Test
    void zeroStrengthMovesNothing() throws FactorscopeException {
        Concept concept = random(1, Site.RESID_POST);
        assertEquals(0, new Calibration(model, prompt(), 30).kl(concept, 0), 1e-9);
        assertEquals(0, Distributions.kl(new float[] {1, 2}, new float[] {11, 12}), 1e-9);
    }

    @Test
    void aPushThatCannotBeReachedIsAnAnswer() throws FactorscopeException {
        HookPoint hook = new HookPoint(1, Site.MLP_OUT);
        float[] nothing = new float[model.config().dModel()];
        Concept none = new Concept(new ConceptSource.Factor(0), hook, nothing);
        Calibration calibration = new Calibration(model, prompt(), 30);
        assertTrue(calibration.alpha(none, 1, 0.1, JOB).isEmpty());
        Steerability steerability =
                new SteerabilityMeter(model, List.of("The dog"), 30, 1)
                        .measure(none, Vocabulary.own(Set.of()), JOB);
        assertEquals(Steerability.NONE, steerability);
    }

    @Test
    void calibrationCanBeCancelled() throws FactorscopeException {
        JobContext cancelled = JobContext.silent();
        cancelled.cancel();
        Calibration calibration = new Calibration(model, prompt(), 30);
        Concept concept = random(2, Site.RESID_POST);
        assertThrows(CancelledException.class, () -> calibration.alpha(concept, 1, 0.2, cancelled));
    }

    @Test
    void steerabilityCountsTheConceptsOwnWords() throws FactorscopeException {
        int dog = model.tokenizer().encode(" dog", false)[0];
        Concept concept = random(2, Site.RESID_POST);
        List<String> prompts = List.of("The boy saw a");
        Steerability none =
                new SteerabilityMeter(model, prompts, 60, 5)
                        .measure(concept, Vocabulary.own(Set.of()), JOB);
        assertEquals(0, none.gain());
        assertTrue(none.alpha() > 0);
        Steerability one =
                new SteerabilityMeter(model, prompts, 60, 5)
                        .measure(concept, Vocabulary.own(Set.of(dog)), JOB);
        Steerability again =
                new SteerabilityMeter(model, prompts, 60, 5)
                        .measure(concept, Vocabulary.own(Set.of(dog)), JOB);
        assertEquals(one, again);
        assertTrue(Math.abs(one.gain()) <= 100);
    }

    @Test
    void aDirectionThatPointsAtATokenPromotesIt() throws FactorscopeException {
        int dModel = model.config().dModel();
        HookPoint last = new HookPoint(model.config().layers() - 1, Site.RESID_POST);
        for (String word : new String[] {" dog", " water", " happy"}) {
            int id = model.tokenizer().encode(word, false)[0];
            float[] direction = new float[dModel];
            for (int i = 0; i < dModel; i++) {
                float[] basis = new float[dModel];
                basis[i] = 1;
                float[] minus = new float[dModel];
                minus[i] = -1;
                direction[i] = model.unembed(basis)[id] - model.unembed(minus)[id];
            }
            Projection projection =
                    Projection.of(model, new Concept(new ConceptSource.Factor(0), last, direction));
            assertEquals(Projection.KEPT, projection.promoted().size());
            assertEquals(Projection.KEPT, projection.suppressed().size());
            assertTrue(tokens(projection.promoted().subList(0, 10)).contains(word), word);
            for (int i = 1; i < Projection.KEPT; i++) {
                double before = projection.promoted().get(i - 1).value();
                assertTrue(projection.promoted().get(i).value() <= before);
            }
        }
    }

    @Test
    void steerabilityCountsEachVocabularyUnderItsOwnSign() throws FactorscopeException {
        int dModel = model.config().dModel();
        HookPoint last = new HookPoint(model.config().layers() - 1, Site.RESID_POST);
        int dog = model.tokenizer().encode(" dog", false)[0];
        float[] direction = new float[dModel];
        for (int i = 0; i < dModel; i++) {
            float[] basis = new float[dModel];
            basis[i] = 1;
            direction[i] = model.unembed(basis)[dog];
        }
        Concept towards = new Concept(new ConceptSource.Factor(0), last, direction);
        Concept away = new Concept(new ConceptSource.Factor(0), last, negated(direction));
        List<String> prompts = List.of("The boy saw a");
        Steerability one =
                new SteerabilityMeter(model, prompts, 60, 5)
                        .measure(towards, new Vocabulary(Set.of(dog), Set.of(dog), Set.of()), JOB);
        assertTrue(one.gain() > 0, one::toString);
        assertEquals(one.gain(), Objects.requireNonNull(one.firing()));
        assertNull(one.opposite());
        Steerability other =
                new SteerabilityMeter(model, prompts, 60, 5)
                        .measure(away, new Vocabulary(Set.of(), Set.of(), Set.of(dog)), JOB);
        assertEquals(0, other.gain());
        assertNull(other.firing());
        assertTrue(Objects.requireNonNull(other.opposite()) > 0, other::toString);
    }

    private static float[] negated(float[] v) {
        float[] out = new float[v.length];
        for (int i = 0; i < v.length; i++) {
            out[i] = -v[i];
        }
        return out;
    }

    private static List<String> tokens(List<TokenScore> scores) {
        return scores.stream().map(TokenScore::token).toList();
    }

    @Test
    void turningADirectionRoundSwapsPromotedAndSuppressed() {
        Concept concept = random(3, Site.MLP_POST);
        float[] minus = concept.direction().clone();
        for (int i = 0; i < minus.length; i++) {
            minus[i] = -minus[i];
        }
        Projection up = Projection.of(model, concept);
        Projection down =
                Projection.of(model, new Concept(concept.source(), concept.hook(), minus));
        assertEquals(tokens(up.promoted()), tokens(down.suppressed()));
        assertEquals(tokens(up.suppressed()), tokens(down.promoted()));
    }
}
