package io.factorscope.core.concept;

import java.util.List;
import java.util.stream.Collectors;

/// Names a concept without asking anybody: the data label that fires it most, and its top tokens.
public final class AutomaticLabel {
    /// The rule's version, stored with labels that are kept.
    public static final String VERSION = "tokens/1";

    /// From which share of all labels' mean scores on one label is clearly the concept's.
    public static final double CLEAR = 0.3;

    private static final int TOKENS = 3;

    private AutomaticLabel() {}

    /// `animals: dog, cat, bird`, or the tokens alone where no label is clear; both lists as in
    /// [Evidence].
    public static String of(List<TokenScore> topTokens, List<TokenScore> byLabel) {
        String tokens = words(topTokens);
        if (tokens.isEmpty()) {
            return "never fires";
        }
        boolean clear = !byLabel.isEmpty() && byLabel.getFirst().value() >= CLEAR;
        return clear ? byLabel.getFirst().token() + ": " + tokens : tokens;
    }

    /// The first few different tokens with a letter or a digit; empty where there are none.
    public static String words(List<TokenScore> tokens) {
        return tokens.stream()
                .map(TokenScore::token)
                .map(String::strip)
                .filter(token -> token.chars().anyMatch(Character::isLetterOrDigit))
                .distinct()
                .limit(TOKENS)
                .collect(Collectors.joining(", "));
    }
}
