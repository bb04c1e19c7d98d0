package io.factorscope.core.judge;

/// What a sentence is rated for, from 0 to 2.
public enum Criterion {
    /// How far a concept shows in it.
    CONCEPT,
    /// How well it reads, whatever it says.
    FLUENCY
}
