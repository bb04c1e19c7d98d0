package io.factorscope.core.judge;

/// Who judged: what kind of judge, which model or person, and the version of the prompts it was
/// asked with; stored with every rating.
public record JudgeName(Kind kind, String model, String prompts) {
    /// Kinds of judges.
    public enum Kind {
        /// A chat service or server.
        API,
        /// A model loaded here, by the likelihood of the rating tokens; weaker than the others.
        LOCAL,
        /// A person, who sees the sentences blind.
        PERSON
    }

    /// As shown to people: `gpt-4o-mini (api)`.
    public String label() {
        return switch (kind) {
            case API -> model;
            case LOCAL -> model + " (local model, a weak judge)";
            case PERSON -> model + " (person)";
        };
    }
}
