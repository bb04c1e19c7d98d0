package io.factorscope.core.judge;

/// What a chat model answered, and the tokens it counted (0 where it did not say).
public record ChatAnswer(String text, long promptTokens, long answerTokens) {}
