package io.factorscope.core.factorization;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/// Where G begins.
public enum Start {
    /// Uniform in [0, 1), at least 1e-6.
    RANDOM,
    /// From the K largest singular triplets; see [Starts].
    SVD,
    /// From 15 steps of Lloyd's k-means: 1 for a token's cluster, else 1e-6.
    KMEANS;

    /// Reads `random`, `svd`, `kmeans` or `knn`, the reference's name for the last.
    @JsonCreator
    public static Start parse(String name) {
        return name.equalsIgnoreCase("knn") ? KMEANS : valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// The name as written in files and commands.
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
