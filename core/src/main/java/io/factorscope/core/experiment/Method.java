package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.concept.ConceptSource;

import java.util.List;
import java.util.Locale;

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
    DIFFMEANS,
    /// Nodes of an analysis' concept tree.
    @JsonProperty("tree")
    TREE,
    /// Directions from elsewhere that an analysis holds.
    @JsonProperty("given")
    GIVEN;

    /// Those that make concepts of labelled sentences.
    public static final List<Method> OF_LABELS = List.of(SNMF, SAE, DIFFMEANS);

    /// The method that made a concept.
    public static Method of(ConceptSource source) {
        return switch (source) {
            case ConceptSource.Factor _ -> SNMF;
            case ConceptSource.SaeFeature _ -> SAE;
            case ConceptSource.Label _ -> DIFFMEANS;
            case ConceptSource.TreeNode _ -> TREE;
            case ConceptSource.Given _ -> GIVEN;
        };
    }

    /// The name in files and commands.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
