package io.factorscope.core.project;

import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.TokenScore;

import java.util.List;
import java.util.stream.Collectors;

/// Names a concept until a person does: the data label that fires it most, and its top tokens.
final class AutomaticLabel {
    private static final double CLEAR = 0.3;
    private static final int TOKENS = 3;

    private AutomaticLabel() {}

    static String of(ConceptSource source, Evidence evidence) {
        if (source instanceof ConceptSource.Label label) {
            return label.name();
        }
        String tokens =
                evidence.topTokens().stream()
                        .map(TokenScore::token)
                        .map(String::strip)
                        .filter(token -> token.chars().anyMatch(Character::isLetterOrDigit))
                        .limit(TOKENS)
                        .collect(Collectors.joining(", "));
        List<TokenScore> labels = evidence.byLabel();
        boolean clear = !labels.isEmpty() && labels.get(0).value() >= CLEAR;
        if (tokens.isEmpty()) {
            return "never fires";
        }
        return clear ? labels.get(0).token() + ": " + tokens : tokens;
    }
}
