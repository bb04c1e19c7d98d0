package io.factorscope.core.factorization;

/// One step of a fit: squared Frobenius norm of the residual, that over ‖A‖², seconds since start.
public record Iteration(int number, double loss, double relative, double seconds) {}
