package io.factorscope.app.factors;

/// Which kinds of concepts the table shows.
public enum Shown {
    /// All there are.
    ALL("All concepts"),
    /// Factors of the fit.
    FACTORS("Factors"),
    /// Concepts from labels.
    LABELS("Label concepts"),
    /// Nodes of the concept tree above the factors.
    NODES("Tree nodes");

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
        };
    }
}
