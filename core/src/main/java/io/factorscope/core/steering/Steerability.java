package io.factorscope.core.steering;

/// How well a concept steers, without a judge.
///
/// `gain`: at 0.25 nats, how much more often (in percentage points of the tokens written) the
/// concept's own vocabulary is written than under a random direction at the same push; `alpha`: the
/// strength of that push on the calibration prompt.
public record Steerability(double gain, double alpha) {}
