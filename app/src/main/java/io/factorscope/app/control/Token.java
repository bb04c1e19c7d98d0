package io.factorscope.app.control;

/// A token to show: its text with white space already made visible (`·dog`, `⏎`), and a value in
/// `[-1, 1]` for its heat, or any number where a list says so.
public record Token(String text, double value) {}
