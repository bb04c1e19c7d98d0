package io.factorscope.core.activation;

/// One of several hook points whose activations stand side by side: its name, how wide it is, and
/// what its numbers were multiplied by, so that their mean square is one.
public record StackPart(String name, int width, double scale) {}
