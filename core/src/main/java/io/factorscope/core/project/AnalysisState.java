package io.factorscope.core.project;

import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.steering.SteerSpec;

import java.util.List;
import java.util.Map;

/// What a person has added to an analysis: names of concepts and the steering session.
///
/// `names` maps a concept's id to the name given.
public record AnalysisState(Map<String, String> names, SteerSpec steering) {
    /// A copy that nobody can change.
    public AnalysisState {
        names = Map.copyOf(names);
    }

    /// Nothing named, no sliders, a first prompt.
    public static AnalysisState fresh() {
        Sampling sampling = new Sampling(0.8, 40, 1);
        GenerateSpec generate =
                new GenerateSpec("One day, a girl named Lily", 60, sampling, 7, 1, true);
        return new AnalysisState(Map.of(), new SteerSpec(generate, List.of()));
    }
}
