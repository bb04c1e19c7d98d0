package io.factorscope.core.concept;

/// A token as people read it, with a number: an activation, a cosine or a logit.
public record TokenScore(String token, double value) {}
