package io.factorscope.core.experiment;

import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.text.Tokenizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The texts that something was fitted to, so that none of them scores it.
///
/// Texts are compared by their tokens; a table may lack the first ones, which are skipped.
public final class SeenTexts {
    private static final int SKIPPED = 32;

    private final Set<List<Integer>> texts = new HashSet<>();
    private final Tokenizer tokenizer;

    /// The texts of a token table, which `tokenizer` has read.
    public SeenTexts(TokenTable tokens, Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        List<Integer> ids = new ArrayList<>();
        for (int row = 0; row < tokens.size(); row++) {
            ids.add(tokens.id(row));
            boolean last = row + 1 == tokens.size() || tokens.sample(row + 1) != tokens.sample(row);
            if (last) {
                texts.add(List.copyOf(ids));
                ids.clear();
            }
        }
    }

    /// Whether a text is one of them.
    public boolean contains(String text) {
        List<Integer> ids = new ArrayList<>();
        for (int id : tokenizer.encode(text, false)) {
            ids.add(id);
        }
        for (int from = 0; from <= Math.min(SKIPPED, ids.size() / 2); from++) {
            if (texts.contains(ids.subList(from, ids.size()))) {
                return true;
            }
        }
        return false;
    }
}
