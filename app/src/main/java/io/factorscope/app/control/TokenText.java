package io.factorscope.app.control;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// A longer text as heated tokens that wrap, such as a person's own sentence.
///
/// Where tokens can be chosen, a click chooses one, and so do the arrow keys and Enter.
public final class TokenText extends FlowPane {
    private static final int SHOWN = 600;

    private IntFunction<String> tips = token -> "";
    private IntConsumer onHover = token -> {};
    private IntConsumer onChoose = token -> {};
    private int cursor = -1;

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

    /// What a token's tooltip says; asked when the mouse first comes near. Before the tokens.
    public void setTips(IntFunction<String> newTips) {
        tips = newTips;
    }

    /// Told the index of the token under the mouse, -1 when it leaves. Before the tokens.
    public void setOnHover(IntConsumer receiver) {
        onHover = receiver;
    }

    /// Told the index of the token that is chosen; makes the text a stop of the Tab key.
    public void setOnChoose(IntConsumer receiver) {
        onChoose = receiver;
        setFocusTraversable(true);
        addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        focusedProperty().subscribe(focused -> showCursor());
    }

    private void onKey(KeyEvent event) {
        int count = getChildren().size();
        if (count == 0) {
            return;
        }
        switch (event.getCode()) {
            case RIGHT, DOWN -> cursor = Math.min(count - 1, cursor + 1);
            case LEFT, UP -> cursor = Math.max(0, cursor - 1);
            case ENTER, SPACE -> onChoose.accept(Math.max(0, cursor));
            default -> {
                return;
            }
        }
        event.consume();
        showCursor();
    }

    private void showCursor() {
        for (int i = 0; i < getChildren().size(); i++) {
            boolean here = isFocused() && i == Math.max(0, cursor);
            getChildren().get(i).pseudoClassStateChanged(TokenChip.CURSOR, here);
        }
    }

    /// Shows other tokens; `centre` is the index of one to mark, or -1.
    public void setTokens(List<Token> tokens, int centre) {
        getChildren().clear();
        for (int i = 0; i < Math.min(SHOWN, tokens.size()); i++) {
            getChildren().add(chip(tokens.get(i), i, i == centre));
        }
        cursor = Math.min(cursor, getChildren().size() - 1);
        showCursor();
        setAccessibleText(tokens.stream().map(Token::text).collect(Collectors.joining()));
    }

    /// Gives the tokens that are shown other values and another mark; nothing is built anew.
    public void setValues(List<Double> values, int centre) {
        for (int i = 0; i < getChildren().size(); i++) {
            if (getChildren().get(i) instanceof TokenChip chip) {
                chip.setHeat(values.get(i));
                chip.markCentre(i == centre);
            }
        }
    }

    private Node chip(Token token, int position, boolean isCentre) {
        TokenChip chip = new TokenChip(token, true);
        chip.watch(position, tips, onHover);
        chip.setOnMouseClicked(event -> {
            cursor = position;
            onChoose.accept(position);
        });
        chip.markCentre(isCentre);
        return chip;
    }
}
