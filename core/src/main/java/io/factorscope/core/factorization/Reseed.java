package io.factorscope.core.factorization;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/// Whether a factor that is zero, or that has the direction of another (|cosine| above 0.99),
/// starts again on the token that is explained worst.
public enum Reseed {
    /// With `hals` yes; with `mu`, the reference, it is only reported.
    AUTO,
    /// With either rule.
    ALWAYS,
    /// It is only reported.
    NEVER;

    /// Reads `auto`, `always` or `never`.
    @JsonCreator
    public static Reseed parse(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// The name as written in files and commands.
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean with(UpdateRule rule) {
        return this == ALWAYS || (this == AUTO && rule == UpdateRule.HALS);
    }
}
