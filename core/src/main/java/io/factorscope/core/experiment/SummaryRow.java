package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

/// One line of an experiment's table: a mean over concepts, with its interval.
///
/// `target`: the push it is at, or null where each concept has its own; `undefined`: of how many
/// concepts there is no number.
public record SummaryRow(
        String section,
        @Nullable Method method,
        Variant variant,
        String measure,
        @JsonProperty("target_kl") @Nullable Double target,
        Interval interval,
        int undefined) {
    /// The section of detection.
    public static final String DETECTION = "detection";

    /// The section of steering.
    public static final String STEERING = "steering";
}
