package io.factorscope.core.experiment;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.Distributions;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.steering.Blend;
import io.factorscope.core.steering.Calibration;
import io.factorscope.core.steering.Place;
import io.factorscope.core.steering.Pushes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Steers one direction at every push and with both signs, and measures what is written:
///
/// 1. the strength of each push is calibrated on the prompt;
/// 2. the prompt is continued by some samples at each, all in one batch;
/// 3. each text gets its negative log-likelihood under the unsteered model.
///
/// What the texts say of a concept is for a [LabelClassifier] or a judge. **Randomness**: sample i
/// draws from the same stream at every push, and unsteered. **Threads**: the engine thread.
public final class SteeringEvaluation {
    private final LanguageModel model;
    private final SteeringSettings settings;
    private final GenerateSpec spec;
    private final int[] prompt;
    private final float[] baseline;

    /// One direction at one push: the strength, null where not reachable, and what was written.
    public record Written(
            double target,
            int sign,
            @Nullable Double kl,
            @Nullable Double alpha,
            SteeringRow.Shifted shifted,
            List<String> sentences,
            List<Double> surprise) {}

    /// An evaluation on one prompt.
    public SteeringEvaluation(LanguageModel model, SteeringSettings settings, long seed)
            throws FactorscopeException {
        this.model = model;
        this.settings = settings.checked();
        this.prompt = model.encode(settings.prompt(), true);
        this.baseline = model.nextLogits(new int[][] {prompt}, List.of())[0];
        this.spec =
                new GenerateSpec(
                        settings.prompt(),
                        settings.tokens(),
                        settings.sampling(),
                        seed,
                        settings.samples(),
                        true);
    }

    /// Where a concept is steered: itself; at the MLP's output, through W_out and the post-norm,
    /// for one before the output matrix of a model with post-norms.
    public static Concept path(LanguageModel model, Concept concept) {
        HookPoint hook = concept.hook();
        if (hook.site() != Site.MLP_POST || !model.config().postNorms()) {
            return concept;
        }
        float[] unit = SentenceSet.unit(concept.direction());
        return new Concept(
                concept.source(),
                new HookPoint(hook.layer(), Site.MLP_OUT),
                model.throughOutputMatrix(hook.layer(), unit));
    }

    /// What is written without steering, from the same streams.
    public Written unsteered(JobContext context) throws FactorscopeException {
        List<GenerateSpec.Sample> samples = generator().run(List.of(), context);
        return written(0, 1, 0.0, 0.0, SteeringRow.Shifted.NONE, samples);
    }

    /// Every push of a concept, the positive sign first; `meanNorm` of the activations where it
    /// acts.
    public List<Written> steer(Concept concept, double meanNorm, JobContext context)
            throws FactorscopeException {
        Concept at = path(model, concept);
        Calibration calibration = new Calibration(model, prompt, meanNorm);
        List<Push> pushes = pushes(calibration, at, context);
        List<Push> reached = pushes.stream().filter(push -> push.alpha != null).toList();
        List<List<GenerateSpec.Sample>> texts = new ArrayList<>();
        int most = Math.max(1, settings.batch() / settings.samples());
        for (int from = 0; from < reached.size(); from += most) {
            List<float[]> vectors = new ArrayList<>();
            for (Push push : reached.subList(from, Math.min(reached.size(), from + most))) {
                vectors.add(at.steer(push.strength()).vector());
            }
            texts.addAll(generator().runEach(at.hook(), vectors, context));
        }
        List<Written> out = new ArrayList<>();
        for (Push push : pushes) {
            int index = reached.indexOf(push);
            out.add(index < 0 ? push.unreachable() : written(push, at, texts.get(index)));
        }
        return out;
    }

    /// A push and the α for it, null where it is not reachable.
    private record Push(double target, int sign, @Nullable Double alpha) {
        double strength() {
            return alpha == null ? 0 : alpha;
        }

        Written unreachable() {
            return new Written(
                    target, sign, null, null, SteeringRow.Shifted.NONE, List.of(), List.of());
        }
    }

    private List<Push> pushes(Calibration calibration, Concept at, JobContext context)
            throws FactorscopeException {
        List<Push> pushes = new ArrayList<>();
        if (settings.calibration() == SteeringSettings.CalibrationRule.REFERENCE) {
            for (int sign : new int[] {1, -1}) {
                for (double target : settings.targets()) {
                    double alpha = calibration.reference(at, target, context);
                    pushes.add(new Push(target, sign, sign * alpha));
                }
            }
            return pushes;
        }
        Pushes found = calibration.pushes(Blend.of(at), Place.USUAL, settings.targets(), context);
        for (int i = 0; i < settings.targets().size(); i++) {
            pushes.add(new Push(settings.targets().get(i), 1, found.positive().get(i)));
        }
        for (int i = 0; i < settings.targets().size(); i++) {
            pushes.add(new Push(settings.targets().get(i), -1, found.negative().get(i)));
        }
        return pushes;
    }

    private Written written(Push push, Concept at, List<GenerateSpec.Sample> samples)
            throws FactorscopeException {
        float[] logits =
                model.nextLogits(new int[][] {prompt}, List.of(at.steer(push.strength())))[0];
        double kl = Distributions.kl(baseline, logits);
        SteeringRow.Shifted shifted = LogitShift.of(model, baseline, logits, settings.shifted());
        return written(push.target, push.sign, kl, push.strength(), shifted, samples);
    }

    /// The prompting baseline at every push: the concept is named before the prompt, to the degree
    /// that moves the next token as far; 1 is all of it, and what that does not reach is not
    /// reachable.
    public List<Written> prompt(String concept, JobContext context) throws FactorscopeException {
        String before = settings.before().replace("%s", concept);
        int[] longer = model.encode(before + settings.prompt(), true);
        float[] prompted = model.nextLogits(new int[][] {longer}, List.of())[0];
        List<Push> pushes = new ArrayList<>();
        for (double target : settings.targets()) {
            pushes.add(new Push(target, 1, PromptShare.of(baseline, prompted, target)));
        }
        List<Push> reached = pushes.stream().filter(push -> push.alpha != null).toList();
        List<Double> shares = reached.stream().map(Push::strength).toList();
        List<List<GenerateSpec.Sample>> texts =
                shares.isEmpty() ? List.of() : generator().runPrompted(before, shares, context);
        List<Written> out = new ArrayList<>();
        for (Push push : pushes) {
            int index = reached.indexOf(push);
            if (index < 0) {
                out.add(push.unreachable());
                continue;
            }
            float[] mixed = PromptShare.mixed(baseline, prompted, push.strength());
            double kl = Distributions.kl(baseline, mixed);
            SteeringRow.Shifted none = SteeringRow.Shifted.NONE;
            out.add(written(push.target, 1, kl, push.strength(), none, texts.get(index)));
        }
        return out;
    }

    private Generator generator() {
        return new Generator(model, spec, (sample, text) -> {});
    }

    private Written written(
            double target,
            int sign,
            double kl,
            double alpha,
            SteeringRow.Shifted shifted,
            List<GenerateSpec.Sample> samples)
            throws FactorscopeException {
        List<String> texts = samples.stream().map(GenerateSpec.Sample::continuation).toList();
        return new Written(target, sign, kl, alpha, shifted, texts, surprise(samples));
    }

    /// The mean negative log-likelihood of each continuation's tokens; 0 where there are none.
    private List<Double> surprise(List<GenerateSpec.Sample> samples) throws FactorscopeException {
        List<Double> out = new ArrayList<>();
        int[][] rows = new int[samples.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = samples.get(i).ids().stream().mapToInt(Integer::intValue).toArray();
        }
        for (float[] row : model.surprise(rows, List.of())) {
            double sum = 0;
            for (int i = prompt.length - 1; i < row.length; i++) {
                sum += row[i];
            }
            int count = row.length - prompt.length + 1;
            out.add(count <= 0 ? 0 : sum / count);
        }
        return out;
    }
}
