package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Where the concepts that are compared come from.
public enum Method {
    /// Factors of a semi-NMF fit on the training half.
    @JsonProperty("snmf")
    SNMF,
    /// Features of a sparse autoencoder.
    @JsonProperty("sae")
    SAE,
    /// Differences of means over the training half.
    @JsonProperty("diffmeans")
    DIFFMEANS;

    /// The name in files and commands.
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
