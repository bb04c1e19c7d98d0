package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/// The push and the sign at which a concept does best, chosen on the first half of the sentences
/// and reported on the second.
///
/// `track`: `label` for the classifier, else a judge's; `chosenOn` and `score`: the mean over the
/// first and the second half; `nll`: over the second, nats; of `label` both are changes from the
/// unsteered text (`score` in probability).
public record Choice(
        @Nullable Method method,
        Variant variant,
        String concept,
        String track,
        @JsonProperty("concept_id") String conceptId,
        @JsonProperty("target_kl") double target,
        @JsonProperty("intervention_sign") int sign,
        @JsonProperty("chosen_on") double chosenOn,
        double score,
        double nll) {
    /// The judge-free track.
    public static final String LABEL = "label";

    /// Steered text whose NLL is more than ln 3 above the unsteered text's has broken down, and is
    /// not chosen.
    public static final double BREAKS = Math.log(3);

    /// Chooses by how far the label classifier moves, among rows of one concept; null where nothing
    /// was written or all of it breaks down.
    ///
    /// `unsteered`: the same label's row without steering.
    public static @Nullable Choice byLabel(List<SteeringRow> rows, SteeringRow unsteered) {
        List<SteeringRow> whole = new ArrayList<>();
        for (SteeringRow row : rows) {
            if (row.written() && first(row.surprise()) <= first(unsteered.surprise()) + BREAKS) {
                whole.add(row);
            }
        }
        return best(whole, LABEL, (row, half) -> shift(row, unsteered, half), unsteered);
    }

    /// Chooses by any score of a row on a half (0 the first, 1 the second), the largest first; of
    /// equals the first row.
    static @Nullable Choice best(
            List<SteeringRow> rows,
            String track,
            ToDoubleBiFunction<SteeringRow, Integer> score,
            SteeringRow unsteered) {
        SteeringRow best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (SteeringRow row : rows) {
            double own = score.applyAsDouble(row, 0);
            if (own > most) {
                most = own;
                best = row;
            }
        }
        if (best == null) {
            return null;
        }
        return new Choice(
                best.method(),
                best.variant(),
                best.concept(),
                track,
                best.key().id(),
                best.target(),
                best.sign(),
                most,
                score.applyAsDouble(best, 1),
                second(best.surprise()) - second(unsteered.surprise()));
    }

    private static double shift(SteeringRow row, SteeringRow unsteered, int half) {
        return half == 0
                ? first(row.probabilities()) - first(unsteered.probabilities())
                : second(row.probabilities()) - second(unsteered.probabilities());
    }

    /// The mean of the first half of some sentences' values.
    static double first(List<Double> values) {
        return mean(values.subList(0, values.size() / 2));
    }

    /// The mean of the second half.
    static double second(List<Double> values) {
        return mean(values.subList(values.size() / 2, values.size()));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /// A sentence's score of a judge: the harmonic mean of what it gives for concept and fluency; 0
    /// where either is 0.
    public static double harmonic(double concept, double fluency) {
        return concept <= 0 || fluency <= 0 ? 0 : 2 * concept * fluency / (concept + fluency);
    }
}
