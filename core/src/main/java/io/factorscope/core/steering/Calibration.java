package io.factorscope.core.steering;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.Distributions;
import io.factorscope.core.model.LanguageModel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Finds the strength α at which a concept moves the next token by a wanted number of nats.
///
/// The bracket doubles from 1e-3 of the site's mean activation norm until KL(baseline ‖ steered)
/// crosses the target, then is halved until the KL is within 1 % of it. Several targets of one sign
/// share what has been measured. **Units**: nats. **Cost**: one reading of the prompt for each α
/// tried. **Source**: docs/glossary.md, "push".
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
        this.prompt = prompt.clone();
        this.baseline = model.nextLogits(new int[][] {prompt}, List.of())[0];
        this.unit = 1e-3 * meanNorm;
    }

    /// α for `nats` in the direction of `sign`, or empty where that push cannot be reached.
    public OptionalDouble alpha(Concept concept, int sign, double nats, JobContext context)
            throws FactorscopeException {
        Search search = new Search(alpha -> List.of(concept.steer(alpha)), sign, context);
        return search.crossing(nats);
    }

    /// α for every target and both signs, for a blend at a place.
    public Pushes pushes(Blend blend, Place place, List<Double> targets, JobContext context)
            throws FactorscopeException {
        List<List<@Nullable Double>> found = new ArrayList<>();
        for (int sign : new int[] {1, -1}) {
            Search search =
                    new Search(
                            alpha -> Steering.of(blend, alpha, place).interventions(prompt.length),
                            sign,
                            context);
            List<@Nullable Double> alphas = new ArrayList<>();
            for (double nats : targets) {
                OptionalDouble alpha = search.crossing(nats);
                alphas.add(alpha.isPresent() ? alpha.getAsDouble() : null);
            }
            found.add(alphas);
        }
        return new Pushes(targets, found.getFirst(), found.getLast());
    }

    /// α as the method's published code finds it: halved 20 times between 1 and 2000, or until the
    /// KL is within 0.01 nats; an α there always is.
    public double reference(Concept concept, double nats, JobContext context)
            throws FactorscopeException {
        double low = 1;
        double high = 2000;
        double middle = (low + high) / 2;
        for (int i = 0; i < 20; i++) {
            context.checkpoint();
            middle = (low + high) / 2;
            double reached = kl(concept, middle);
            if (Math.abs(reached - nats) <= 0.01) {
                break;
            }
            if (reached < nats) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return middle;
    }

    /// KL(baseline ‖ steered) of the next token after the prompt, nats.
    public double kl(Concept concept, double alpha) throws FactorscopeException {
        return kl(List.of(concept.steer(alpha)));
    }

    /// KL(baseline ‖ changed) of the next token after the prompt, nats.
    public double kl(List<Intervention> interventions) throws FactorscopeException {
        float[] changed = model.nextLogits(new int[][] {prompt}, interventions)[0];
        return Distributions.kl(baseline, changed);
    }

    /// What a strength does to the activations.
    @FunctionalInterface
    private interface Change {
        List<Intervention> at(double alpha);
    }

    /// One sign of one concept; remembers the KL of every |α| tried.
    private final class Search {
        private final Change change;
        private final int sign;
        private final JobContext context;
        private final TreeMap<Double, Double> tried = new TreeMap<>();

        Search(Change change, int sign, JobContext context) throws FactorscopeException {
            this.change = change;
            this.sign = sign;
            this.context = context;
            boolean replaces =
                    change.at(0).stream().anyMatch(i -> i.mode() == Intervention.Mode.REPLACE);
            tried.put(0.0, replaces ? kl(change.at(0)) : 0);
        }

        OptionalDouble crossing(double nats) throws FactorscopeException {
            double low = 0;
            for (Map.Entry<Double, Double> known : tried.entrySet()) {
                if (known.getValue() >= nats) {
                    // In replace mode the push of α = 0 may be past the target already.
                    return known.getKey() == 0
                            ? OptionalDouble.empty()
                            : halved(low, known.getKey(), nats);
                }
                low = known.getKey();
            }
            double high = low == 0 ? unit : 2 * low;
            double furthest = Math.scalb(unit, DOUBLINGS);
            while (measure(high) < nats) {
                low = high;
                high *= 2;
                if (high > furthest) {
                    return OptionalDouble.empty();
                }
            }
            return halved(low, high, nats);
        }

        private OptionalDouble halved(double from, double to, double nats)
                throws FactorscopeException {
            double low = from;
            double high = to;
            for (int i = 0; i < HALVINGS; i++) {
                double middle = (low + high) / 2;
                double reached = measure(middle);
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

        private double measure(double alpha) throws FactorscopeException {
            context.checkpoint();
            double kl = kl(change.at(sign * alpha));
            tried.put(alpha, kl);
            return kl;
        }
    }
}
