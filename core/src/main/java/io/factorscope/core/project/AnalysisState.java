package io.factorscope.core.project;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.steering.SteerRuns;
import io.factorscope.core.steering.SteerSpec;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// What a person has added to an analysis: annotations, the steering session and its latest runs.
public record AnalysisState(Annotations annotations, SteerSpec steering, SteerRuns runs) {
    /// The state in a file of this layout, or of the first one, which held only `names`.
    @JsonCreator
    static AnalysisState read(
            @JsonProperty("annotations") @Nullable Annotations annotations,
            @JsonProperty("names") @Nullable Map<String, String> names,
            @JsonProperty("steering") @Nullable SteerSpec steering,
            @JsonProperty("runs") @Nullable SteerRuns runs) {
        Annotations said =
                annotations != null
                        ? annotations
                        : Annotations.named(names == null ? Map.of() : names);
        if (steering == null) {
            throw new IllegalArgumentException("the field 'steering' is missing");
        }
        return new AnalysisState(said, steering, runs == null ? SteerRuns.NONE : runs);
    }

    /// Nothing said, no sliders, a first prompt.
    public static AnalysisState fresh() {
        Sampling sampling = new Sampling(0.8, 40, 1);
        GenerateSpec generate =
                new GenerateSpec("One day, a girl named Lily", 60, sampling, 7, 1, true);
        return new AnalysisState(
                Annotations.NONE, new SteerSpec(generate, List.of()), SteerRuns.NONE);
    }
}
