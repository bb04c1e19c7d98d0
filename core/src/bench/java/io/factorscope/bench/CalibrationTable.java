package io.factorscope.bench;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.steering.Blend;
import io.factorscope.core.steering.Calibration;
import io.factorscope.core.steering.FluencyMeter;
import io.factorscope.core.steering.Place;
import io.factorscope.core.steering.Pushes;

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
            print("7 targets × 2 signs", pushes);
            print("where text breaks, 2 signs", fluency);
        }
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
                "%s: median %.0f ms, least %.0f, most %.0f (%d concepts)%n",
                what,
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length);
    }
}
