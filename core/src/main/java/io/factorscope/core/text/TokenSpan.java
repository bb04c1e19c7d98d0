package io.factorscope.core.text;

/// Where a token lies in its text: UTF-16 indices, `end` exclusive. Tokens that split one character
/// share its span; a special token has an empty one.
public record TokenSpan(int id, int start, int end) {}
