package io.factorscope.app.factors;

import io.factorscope.app.words.Words;

/// Which kinds of concepts the table shows.
public enum Shown {
    /// All there are.
    ALL(Words.of("factors.all-concepts")),
    /// Factors of the fit.
    FACTORS(Words.of("factors.factors")),
    /// Concepts from labels.
    LABELS(Words.of("factors.label-concepts")),
    /// Nodes of the concept tree above the factors.
    NODES(Words.of("factors.tree-nodes")),
    /// Concepts from elsewhere, such as an autoencoder's features.
    OTHERS(Words.of("factors.from-elsewhere"));

    private final String words;

    Shown(String words) {
        this.words = words;
    }

    /// As people read it.
    public String words() {
        return words;
    }

    boolean has(ConceptRow.Kind kind) {
        return switch (this) {
            case ALL -> true;
            case FACTORS -> kind == ConceptRow.Kind.FACTOR;
            case LABELS -> kind == ConceptRow.Kind.LABEL;
            case NODES -> kind == ConceptRow.Kind.NODE;
            case OTHERS -> kind == ConceptRow.Kind.OTHER;
        };
    }
}
