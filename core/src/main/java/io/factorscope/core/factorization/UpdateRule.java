package io.factorscope.core.factorization;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/// How G is updated in each iteration.
public enum UpdateRule {
    /// The reference's multiplicative update.
    MU,
    /// Hierarchical alternating least squares: coordinate descent on G, F refitted on its support.
    HALS;

    /// Reads `mu` or `hals`.
    @JsonCreator
    public static UpdateRule parse(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// The name as written in files and commands.
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
