package io.factorscope.core.steering;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.Distributions;
import io.factorscope.core.model.LanguageModel;

import java.util.List;
import java.util.OptionalDouble;

/// Finds the strength α at which a concept moves the next token by a wanted number of nats.
///
/// The bracket doubles from 1e-3 of the site's mean activation norm until KL(baseline ‖ steered)
/// crosses the target, then is halved until the KL is within 1 % of it. **Units**: nats.
/// **Source**: docs/glossary.md, "push".
public final class Calibration {
    private static final int DOUBLINGS = 24;
    private static final int HALVINGS = 40;
    private static final double WITHIN = 0.01;

    private final LanguageModel model;
    private final int[] prompt;
    private final float[] baseline;
    private final double unit;

    /// A calibration on one prompt; `meanNorm` is the mean norm of activations at the site.
    public Calibration(LanguageModel model, int[] prompt, double meanNorm)
            throws FactorscopeException {
        this.model = model;
        this.prompt = prompt;
        this.baseline = model.nextLogits(new int[][] {prompt}, List.of())[0];
        this.unit = 1e-3 * meanNorm;
    }

    /// α for `nats` in the direction of `sign`, or empty where that push cannot be reached.
    public OptionalDouble alpha(Concept concept, int sign, double nats, JobContext context)
            throws FactorscopeException {
        double low = 0;
        double high = unit;
        int doublings = 0;
        while (kl(concept, sign * high) < nats) {
            context.checkpoint();
            low = high;
            high *= 2;
            if (++doublings > DOUBLINGS) {
                return OptionalDouble.empty();
            }
        }
        for (int i = 0; i < HALVINGS; i++) {
            context.checkCancelled();
            double middle = (low + high) / 2;
            double reached = kl(concept, sign * middle);
            if (Math.abs(reached - nats) <= WITHIN * nats) {
                return OptionalDouble.of(sign * middle);
            }
            if (reached < nats) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalDouble.of(sign * high);
    }

    /// KL(baseline ‖ steered) of the next token after the prompt, nats.
    public double kl(Concept concept, double alpha) throws FactorscopeException {
        float[] steered = model.nextLogits(new int[][] {prompt}, List.of(concept.steer(alpha)))[0];
        return Distributions.kl(baseline, steered);
    }
}
