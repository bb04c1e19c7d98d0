package io.factorscope.bench;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.steering.Blend;
import io.factorscope.core.steering.Calibration;
import io.factorscope.core.steering.FluencyMeter;
import io.factorscope.core.steering.NextTokens;
import io.factorscope.core.steering.Place;
import io.factorscope.core.steering.Pushes;
import io.factorscope.core.steering.Steering;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;

/// How long one concept takes to calibrate at 7 targets × 2 signs, and then to find where its text
/// breaks down, on the embedded model and a prompt of seven tokens; random directions.
public final class CalibrationTable {
    private static final int TIMES = 12;

    private CalibrationTable() {}

    /// Prints the table.
    public static void main(String[] arguments) throws Exception {
        try (LanguageModel model = Models.embedded()) {
            double[] pushes = new double[TIMES];
            double[] fluency = new double[TIMES];
            for (int i = -2; i < TIMES; i++) {
                Blend blend = random(model, i);
                int[] prompt = model.encode("One day, a girl named Lily", true);
                JobContext silent = JobContext.silent();
                long start = System.nanoTime();
                Pushes found =
                        new Calibration(model, prompt, 10)
                                .pushes(blend, Place.USUAL, Pushes.TARGETS, silent);
                long middle = System.nanoTime();
                GenerateSpec like =
                        new GenerateSpec(
                                "One day, a girl named Lily",
                                60,
                                new Sampling(0.8, 40, 1),
                                7,
                                1,
                                true);
                FluencyMeter meter = new FluencyMeter(model, like, silent);
                meter.breaksAt(blend, Place.USUAL, reached(found.positive()), silent);
                meter.breaksAt(blend, Place.USUAL, reached(found.negative()), silent);
                if (i >= 0) {
                    pushes[i] = (middle - start) / 1e6;
                    fluency[i] = (System.nanoTime() - middle) / 1e6;
                }
            }
            double[] first = new double[200];
            for (int i = -50; i < first.length; i++) {
                double ms = firstText(model, random(model, 1));
                if (i >= 0) {
                    first[i] = ms;
                }
            }
            print("slider to first text, with the next token compared", first);
            print("7 targets × 2 signs", pushes);
            print("where text breaks, 2 signs", fluency);
        }
    }

    private static double firstText(LanguageModel model, Blend blend) throws Exception {
        GenerateSpec spec =
                new GenerateSpec(
                        "One day, a girl named Lily", 60, new Sampling(0.8, 40, 1), 7, 1, true);
        JobContext context = JobContext.silent();
        long start = System.nanoTime();
        long[] heard = {0};
        int[][] rows = {model.encode(spec.prompt(), true)};
        List<Intervention> steered =
                Steering.of(blend, 5, Place.USUAL).interventions(rows[0].length);
        NextTokens.of(
                model, model.nextLogits(rows, List.of())[0], model.nextLogits(rows, steered)[0]);
        try {
            new Generator(
                            model,
                            spec,
                            (sample, text) -> {
                                heard[0] = System.nanoTime();
                                context.cancel();
                            })
                    .run(steered, context);
        } catch (CancelledException expected) {
            return (heard[0] - start) / 1e6;
        }
        return Double.NaN;
    }

    private static List<Double> reached(List<Double> alphas) {
        return alphas.stream().filter(Objects::nonNull).toList();
    }

    private static Blend random(LanguageModel model, int seed) {
        SplittableRandom draws = new SplittableRandom(seed);
        float[] direction = new float[model.config().dModel()];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) draws.nextGaussian();
        }
        HookPoint hook = new HookPoint(2, Site.RESID_POST);
        return Blend.of(new Concept(new ConceptSource.Factor(0), hook, direction));
    }

    private static void print(String what, double[] ms) {
        double[] sorted = ms.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.1f ms, 95 %% within %.1f, most %.1f (%d)%n",
                what,
                sorted[sorted.length / 2],
                sorted[(int) (0.95 * (sorted.length - 1))],
                sorted[sorted.length - 1],
                sorted.length);
    }
}
