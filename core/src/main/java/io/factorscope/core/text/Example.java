package io.factorscope.core.text;

/// One text of a data set with its label, which is empty where there is none.
public record Example(String text, String label) {}
