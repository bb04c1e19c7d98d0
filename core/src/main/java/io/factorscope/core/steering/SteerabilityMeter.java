package io.factorscope.core.steering;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, List<Integer>> random = new HashMap<>();

    /// A meter for concepts at one hook point; `meanNorm` is the mean norm of activations at the
    /// concepts' hook point.
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
        double gain = 0;
        double alpha = 0;
        for (String prompt : prompts) {
            OptionalDouble push = alpha(concept, prompt, context);
            if (push.isEmpty()) {
                return new Steerability(0, 0);
            }
            alpha += push.getAsDouble();
            List<Integer> with = written(concept, push.getAsDouble(), prompt, context);
            gain += share(with, own) - share(randomly(concept, prompt, context), own);
        }
        return new Steerability(100 * gain / prompts.size(), alpha / prompts.size());
    }

    private OptionalDouble alpha(Concept concept, String prompt, JobContext context)
            throws FactorscopeException {
        int[] ids = model.encode(prompt, true);
        return new Calibration(model, ids, meanNorm).alpha(concept, 1, NATS, context);
    }

    /// What a random push of the same KL writes; the same for all concepts at one hook point.
    private List<Integer> randomly(Concept like, String prompt, JobContext context)
            throws FactorscopeException {
        List<Integer> known = random.get(prompt);
        if (known == null) {
            Concept other = randomLike(like);
            double push = alpha(other, prompt, context).orElse(0);
            known = written(other, push, prompt, context);
            random.put(prompt, known);
        }
        return known;
    }

    private Concept randomLike(Concept concept) {
        SplittableRandom draws = new SplittableRandom(seed);
        float[] direction = new float[concept.direction().length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) draws.nextGaussian();
        }
        return new Concept(concept.source(), concept.hook(), direction);
    }

    private static double share(List<Integer> written, Set<Integer> own) {
        return written.isEmpty()
                ? 0
                : (double) written.stream().filter(own::contains).count() / written.size();
    }

    private List<Integer> written(Concept concept, double alpha, String prompt, JobContext context)
            throws FactorscopeException {
        GenerateSpec spec =
                new GenerateSpec(prompt, TOKENS, Sampling.EVALUATION, seed, SAMPLES, true);
        int promptLength = model.encode(prompt, true).length;
        Generator generator = new Generator(model, spec, (sample, text) -> {});
        List<Integer> fresh = new ArrayList<>();
        for (GenerateSpec.Sample sample : generator.run(List.of(concept.steer(alpha)), context)) {
            fresh.addAll(sample.ids().subList(promptLength, sample.ids().size()));
        }
        return fresh;
    }
}
