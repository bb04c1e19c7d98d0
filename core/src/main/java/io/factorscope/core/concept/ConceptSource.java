package io.factorscope.core.concept;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import org.jspecify.annotations.Nullable;

/// Where a concept came from.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ConceptSource.Factor.class, name = "factor"),
    @JsonSubTypes.Type(value = ConceptSource.Label.class, name = "label"),
    @JsonSubTypes.Type(value = ConceptSource.TreeNode.class, name = "tree"),
    @JsonSubTypes.Type(value = ConceptSource.SaeFeature.class, name = "sae"),
    @JsonSubTypes.Type(value = ConceptSource.Given.class, name = "given")
})
public sealed interface ConceptSource {
    /// A factor of a semi-NMF fit, counted from 0.
    record Factor(int index) implements ConceptSource {}

    /// A label of the data: the DiffMeans of its texts against all others.
    record Label(String name) implements ConceptSource {}

    /// A node of a concept tree: its level, from 1 (the finest), and its index there, from 0.
    record TreeNode(int level, int index) implements ConceptSource {}

    /// A feature of a sparse autoencoder, counted from 0, with the autoencoder's name and, where it
    /// was kept, its folder.
    record SaeFeature(String sae, int index, @Nullable String folder) implements ConceptSource {}

    /// A direction from elsewhere, such as a file or chance, with its name.
    record Given(String name) implements ConceptSource {}

    /// A short stable id, unique within an analysis: `F8`, `L:animals`, `T2.5`, `S12`, `V:mine`.
    default String id() {
        return switch (this) {
            case Factor factor -> "F" + factor.index();
            case Label label -> "L:" + label.name();
            case TreeNode node -> "T" + node.level() + "." + node.index();
            case SaeFeature feature -> "S" + feature.index();
            case Given given -> "V:" + given.name();
        };
    }

    /// One line that says what it is, for cards.
    default String describe() {
        return switch (this) {
            case Factor factor -> "factor #" + factor.index() + " of the semi-NMF fit";
            case Label label ->
                    "mean difference: texts labelled '" + label.name() + "' against all others";
            case TreeNode node ->
                    "node #" + node.index() + " on level " + node.level() + " of the concept tree";
            case SaeFeature feature ->
                    "feature #" + feature.index() + " of the autoencoder " + feature.sae();
            case Given given -> "the direction '" + given.name() + "'";
        };
    }
}
