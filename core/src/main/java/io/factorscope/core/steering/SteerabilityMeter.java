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
/// one generation of 8 × 50 tokens for each prompt and sign, and one more for the random push.
/// **Threads**: the engine thread.
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

    /// Ids of tokens that are counted in what a concept makes the model write: its own, those that
    /// fire it, and, with the negative sign, those it suppresses; the last two may be empty.
    public record Vocabulary(Set<Integer> own, Set<Integer> firing, Set<Integer> opposite) {
        /// A copy that nobody can change.
        public Vocabulary {
            own = Set.copyOf(own);
            firing = Set.copyOf(firing);
            opposite = Set.copyOf(opposite);
        }

        /// Only its own.
        public static Vocabulary own(Set<Integer> ids) {
            return new Vocabulary(ids, Set.of(), Set.of());
        }
    }

    /// Measures one concept.
    public Steerability measure(Concept concept, Vocabulary words, JobContext context)
            throws FactorscopeException {
        double gain = 0;
        double alpha = 0;
        double firing = 0;
        double opposite = 0;
        for (String prompt : prompts) {
            OptionalDouble push = alpha(concept, 1, prompt, context);
            if (push.isEmpty()) {
                return Steerability.NONE;
            }
            alpha += push.getAsDouble();
            List<Integer> without = randomly(concept, prompt, context);
            List<Integer> with = written(concept, push.getAsDouble(), prompt, context);
            gain += share(with, words.own) - share(without, words.own);
            firing += share(with, words.firing) - share(without, words.firing);
            OptionalDouble pull =
                    words.opposite.isEmpty()
                            ? OptionalDouble.empty()
                            : alpha(concept, -1, prompt, context);
            if (pull.isPresent()) {
                List<Integer> against = written(concept, pull.getAsDouble(), prompt, context);
                opposite += share(against, words.opposite) - share(without, words.opposite);
            }
        }
        return new Steerability(
                points(gain),
                alpha / prompts.size(),
                words.firing.isEmpty() ? null : points(firing),
                words.opposite.isEmpty() ? null : points(opposite));
    }

    private double points(double sum) {
        return 100 * sum / prompts.size();
    }

    private OptionalDouble alpha(Concept concept, int sign, String prompt, JobContext context)
            throws FactorscopeException {
        int[] ids = model.encode(prompt, true);
        return new Calibration(model, ids, meanNorm).alpha(concept, sign, NATS, context);
    }

    /// What a random push of the same KL writes; the same for all concepts at one hook point.
    private List<Integer> randomly(Concept like, String prompt, JobContext context)
            throws FactorscopeException {
        List<Integer> known = random.get(prompt);
        if (known == null) {
            Concept other = randomLike(like);
            double push = alpha(other, 1, prompt, context).orElse(0);
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
