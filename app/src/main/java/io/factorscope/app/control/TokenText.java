package io.factorscope.app.control;

import javafx.scene.AccessibleRole;
import javafx.scene.layout.FlowPane;

import java.util.List;
import java.util.stream.Collectors;

/// A longer text as heated tokens that wrap, such as a person's own sentence.
public final class TokenText extends FlowPane {
    private static final int SHOWN = 600;

    /// An empty text.
    public TokenText() {
        getStyleClass().add("token-text-flow");
        setAccessibleRole(AccessibleRole.TEXT);
    }

    /// A text of tokens, heated by their values.
    public TokenText(List<Token> tokens) {
        this();
        setTokens(tokens, -1);
    }

    /// Shows other tokens; `centre` is the index of one to mark, or -1.
    public void setTokens(List<Token> tokens, int centre) {
        getChildren().clear();
        for (int i = 0; i < Math.min(SHOWN, tokens.size()); i++) {
            getChildren().add(chip(tokens.get(i), i, i == centre));
        }
        setAccessibleText(tokens.stream().map(Token::text).collect(Collectors.joining()));
    }

    static TokenChip chip(Token token, int position, boolean isCentre) {
        TokenChip chip = new TokenChip(token, true);
        Tips.lazy(
                chip,
                () ->
                        "%s  %s at position %d"
                                .formatted(token.text(), Numbers.plain(token.value()), position));
        if (isCentre) {
            chip.markCentre();
        }
        return chip;
    }
}
