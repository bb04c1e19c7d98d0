package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.steering.Pushes;

import java.util.List;

/// How concepts are steered when they are compared.
///
/// `targets`: pushes in nats, rising; `shifted`: how many tokens are kept whose logits rise and
/// fall most; `directions`: how many random ones of each kind; `supportShare`: the share of places
/// that a sparse random direction has; `before`: what comes before the prompt in the prompting
/// baseline, `%s` being the concept; `batch`: at most so many texts are written at once.
public record SteeringSettings(
        String prompt,
        List<Double> targets,
        int samples,
        int tokens,
        Sampling sampling,
        CalibrationRule calibration,
        int shifted,
        int directions,
        @JsonProperty("support_share") double supportShare,
        String before,
        int batch) {
    /// How the strength of a push is found.
    public enum CalibrationRule {
        /// Each sign by itself, to 1 % of the target.
        @JsonProperty("bisection")
        BISECTION,
        /// As the method's published code: α in [1, 2000], 20 halvings, ±0.01 nats, and the
        /// positive α with its sign turned for the negative.
        @JsonProperty("reference")
        REFERENCE
    }

    /// A copy that nobody can change.
    public SteeringSettings {
        targets = List.copyOf(targets);
    }

    /// Those of the method's evaluation.
    public static SteeringSettings usual() {
        return new SteeringSettings(
                "I think that",
                Pushes.TARGETS,
                8,
                50,
                Sampling.EVALUATION,
                CalibrationRule.BISECTION,
                50,
                4,
                0.02,
                "This is a story about %s. ",
                112);
    }

    /// **Errors**: `FS-EXP-006` when a number is out of range.
    public SteeringSettings checked() throws FactorscopeException {
        boolean fine = samples >= 2 && tokens >= 1 && directions >= 1 && batch >= samples;
        fine &= !targets.isEmpty() && targets.stream().allMatch(nats -> nats > 0);
        fine &= targets.stream().sorted().toList().equals(targets) && shifted >= 0;
        if (!fine || !(supportShare > 0 && supportShare <= 1)) {
            throw new FactorscopeException(
                    "FS-EXP-006",
                    "The steering settings are out of range: "
                            + this
                            + "; expected at least two samples (half of them choose), rising"
                            + " targets above 0, one random direction or more, a share in (0, 1]"
                            + " and a batch of at least the samples.");
        }
        return this;
    }
}
