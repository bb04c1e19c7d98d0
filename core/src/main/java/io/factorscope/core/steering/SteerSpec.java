package io.factorscope.core.steering;

import io.factorscope.core.model.GenerateSpec;

import java.util.List;

/// A steering session: what to write, and which concepts push.
public record SteerSpec(GenerateSpec generate, List<Slider> sliders) {
    /// A copy that nobody can change.
    public SteerSpec {
        sliders = List.copyOf(sliders);
    }
}
