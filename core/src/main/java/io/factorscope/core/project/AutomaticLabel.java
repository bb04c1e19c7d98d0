package io.factorscope.core.project;

import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.TokenScore;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Names a concept until a person does: the data label that fires it most, and its top tokens.
final class AutomaticLabel {
    private static final double CLEAR = 0.3;
    private static final int TOKENS = 3;

    private AutomaticLabel() {}

    /// A label concept has its name already, so its evidence is not gathered for it.
    static String of(ConceptSource source, Supplier<Evidence> gather) {
        if (source instanceof ConceptSource.Label label) {
            return label.name();
        }
        Evidence evidence = gather.get();
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
