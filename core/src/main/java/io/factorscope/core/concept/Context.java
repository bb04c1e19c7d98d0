package io.factorscope.core.concept;

import java.util.List;

/// A token that fires a concept, among its neighbours in the same text.
///
/// `center` is the index in `tokens` of the token that was chosen; `row` its row in the token
/// table.
public record Context(int row, int sample, String label, int center, List<TokenScore> tokens) {
    /// A copy that nobody can change.
    public Context {
        tokens = List.copyOf(tokens);
    }

    /// The chosen token's own score.
    public double value() {
        return tokens.get(center).value();
    }
}
