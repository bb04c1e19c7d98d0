package io.factorscope.core.steering;

/// One slider of a steering session: a concept by its id, how hard it is pushed, and whether it is
/// on.
///
/// **Units**: `alpha` as in [io.factorscope.core.hook.Intervention#steer].
public record Slider(String concept, double alpha, boolean muted) {}
