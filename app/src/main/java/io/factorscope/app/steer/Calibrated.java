package io.factorscope.app.steer;

import io.factorscope.core.steering.Pushes;

import java.util.OptionalDouble;

/// What is known of a slider on the present prompt: its strengths for each push, and where text
/// breaks down with either sign (empty: nowhere on the slider, or not measured yet).
record Calibrated(Pushes pushes, OptionalDouble breaksUp, OptionalDouble breaksDown) {}
