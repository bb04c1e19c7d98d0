package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a row is about: the method's own concept, or a baseline beside it.
public enum Variant {
    /// The method's concept.
    @JsonProperty("concept")
    CONCEPT,
    /// A random direction at the same hook point.
    @JsonProperty("random")
    RANDOM,
    /// A random direction with as few neurons as a sparse factor.
    @JsonProperty("sparse")
    SPARSE,
    /// The concept's name in a text before the prompt.
    @JsonProperty("prompting")
    PROMPTING;

    /// The name in files and tables.
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
