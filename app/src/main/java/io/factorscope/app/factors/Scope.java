package io.factorscope.app.factors;

/// Whether the table shows all concepts, those with a star, or the members of a list.
public sealed interface Scope {
    /// All.
    record All() implements Scope {}

    /// Those with a star.
    record Starred() implements Scope {}

    /// The members of a list.
    record Listed(String list) implements Scope {}
}
