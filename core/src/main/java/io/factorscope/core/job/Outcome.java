package io.factorscope.core.job;

/// How a job ended.
public sealed interface Outcome<T> {
    /// It finished with a result.
    record Done<T>(T value) implements Outcome<T> {}

    /// The user cancelled it, or a newer request superseded it.
    record Cancelled<T>() implements Outcome<T> {}

    /// It failed; the failure carries the line to show.
    record Failed<T>(FactorscopeException failure) implements Outcome<T> {}
}
