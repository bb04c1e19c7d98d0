package io.factorscope.core.steering;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;

/// Measures steerability: what a push makes the model write, against a random push of equal KL.
///
/// **Randomness**: sampling and the random direction are drawn from `seed`. **Cost**: per concept
/// two generations of 8 × 50 tokens for each prompt. **Threads**: the engine thread.
public final class SteerabilityMeter {
    /// The push at which concepts are compared, nats.
    public static final double NATS = 0.25;

    private static final int SAMPLES = 8;
    private static final int TOKENS = 50;

    private final LanguageModel model;
    private final List<String> prompts;
    private final double meanNorm;
    private final long seed;

    /// A meter; `meanNorm` is the mean norm of activations at the concepts' hook point.
    public SteerabilityMeter(
            LanguageModel model, List<String> prompts, double meanNorm, long seed) {
        this.model = model;
        this.prompts = List.copyOf(prompts);
        this.meanNorm = meanNorm;
        this.seed = seed;
    }

    /// Measures one concept with its positive sign; `own` are the ids of its vocabulary.
    public Steerability measure(Concept concept, Set<Integer> own, JobContext context)
            throws FactorscopeException {
        double with = 0;
        double random = 0;
        double alpha = 0;
        Concept other = randomLike(concept);
        for (String prompt : prompts) {
            Calibration calibration = new Calibration(model, model.encode(prompt, true), meanNorm);
            OptionalDouble mine = calibration.alpha(concept, 1, NATS, context);
            OptionalDouble theirs = calibration.alpha(other, 1, NATS, context);
            if (mine.isEmpty()) {
                return new Steerability(0, 0);
            }
            alpha += mine.getAsDouble() / prompts.size();
            with += share(concept, mine.getAsDouble(), prompt, own, context);
            random += share(other, theirs.orElse(0), prompt, own, context);
        }
        return new Steerability(100 * (with - random) / prompts.size(), alpha);
    }

    private Concept randomLike(Concept concept) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] direction = new float[concept.direction().length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) random.nextGaussian();
        }
        return new Concept(concept.source(), concept.hook(), direction);
    }

    private double share(
            Concept concept, double alpha, String prompt, Set<Integer> own, JobContext context)
            throws FactorscopeException {
        GenerateSpec spec =
                new GenerateSpec(prompt, TOKENS, Sampling.EVALUATION, seed, SAMPLES, true);
        int promptLength = model.encode(prompt, true).length;
        Generator generator = new Generator(model, spec, (sample, text) -> {});
        long hits = 0;
        long written = 0;
        for (GenerateSpec.Sample sample : generator.run(List.of(concept.steer(alpha)), context)) {
            List<Integer> ids = sample.ids();
            List<Integer> fresh = ids.subList(promptLength, ids.size());
            written += fresh.size();
            hits += fresh.stream().filter(own::contains).count();
        }
        return written == 0 ? 0 : (double) hits / written;
    }
}
