package io.factorscope.app.error;

import java.time.Instant;

/// One failure as a person sees it: a stable code, a line that says what to do, and when.
public record ErrorEntry(String code, String message, Instant time) {}
