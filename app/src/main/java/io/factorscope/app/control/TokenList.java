package io.factorscope.app.control;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

import java.util.List;

/// Tokens with their numbers, wrapping: `barked +2.1 fur +1.8`. The heat is each value as a share
/// of the largest, so that the list reads without the numbers too.
public final class TokenList extends FlowPane {
    /// An empty list.
    public TokenList() {
        getStyleClass().add("token-list");
        setAccessibleRole(AccessibleRole.TEXT);
    }

    /// A list of tokens with values of any size.
    public TokenList(List<Token> tokens) {
        this();
        setTokens(tokens);
    }

    /// Shows other tokens.
    public void setTokens(List<Token> tokens) {
        double largest = tokens.stream().mapToDouble(t -> Math.abs(t.value())).max().orElse(1);
        double scale = largest == 0 ? 1 : largest;
        getChildren().setAll(tokens.stream().map(token -> scored(token, scale)).toList());
    }

    private static HBox scored(Token token, double scale) {
        TokenChip chip = new TokenChip(new Token(token.text(), token.value() / scale), true);
        Label number = new Label(Numbers.signed(token.value()));
        number.getStyleClass().add("number");
        HBox box = new HBox(chip, number);
        box.getStyleClass().add("scored-token");
        box.setAccessibleText(token.text() + " " + number.getText());
        return box;
    }
}
