package io.factorscope.app.control;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;

import java.util.List;

/// Tokens side by side on one line, without heat, as many as fit: the top tokens of a factor.
public final class ChipRow extends Region {
    private static final double GAP = 4;

    private List<String> tokens = List.of();

    /// An empty row.
    public ChipRow() {
        getStyleClass().add("chip-row");
        setAccessibleRole(AccessibleRole.TEXT);
    }

    /// A row of tokens, best first.
    public ChipRow(List<String> tokens) {
        this();
        setTokens(tokens);
    }

    /// Shows other tokens.
    public void setTokens(List<String> newTokens) {
        tokens = List.copyOf(newTokens);
        for (int i = 0; i < Math.min(getChildren().size(), tokens.size()); i++) {
            chip(i);
        }
        requestLayout();
        setAccessibleText(String.join(" ", tokens));
    }

    /// The chip of a token, the one that is there where it will do: new ones cost a styling each.
    private Node chip(int at) {
        List<Node> chips = getChildren();
        if (at < chips.size()
                && chips.get(at) instanceof TokenChip chip
                && chip.show(tokens.get(at))) {
            return chip;
        }
        TokenChip fresh = new TokenChip(new Token(tokens.get(at), 0), false);
        if (at < chips.size()) {
            chips.set(at, fresh);
        } else {
            chips.add(fresh);
        }
        fresh.applyCss();
        return fresh;
    }

    /// Makes chips until one no longer fits; what is left over is hidden.
    @Override
    protected void layoutChildren() {
        List<Node> chips = getChildren();
        double x = 0;
        int shown = 0;
        while (shown < tokens.size() && x < getWidth()) {
            Node chip = shown < chips.size() ? chips.get(shown) : chip(shown);
            double width = Math.ceil(chip.prefWidth(-1));
            if (shown > 0 && x + width > getWidth()) {
                break;
            }
            double height = chip.prefHeight(-1);
            chip.resizeRelocate(x, Math.rint((getHeight() - height) / 2), width, height);
            x += width + GAP;
            shown++;
        }
        for (int i = 0; i < chips.size(); i++) {
            chips.get(i).setVisible(i < shown);
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        double width = 0;
        for (int i = 0; i < tokens.size(); i++) {
            width += Math.ceil(chip(i).prefWidth(-1)) + GAP;
        }
        return Math.max(0, width - GAP);
    }

    @Override
    protected double computeMinWidth(double height) {
        return 40;
    }

    @Override
    protected double computePrefHeight(double width) {
        return tokens.isEmpty() ? 0 : chip(0).prefHeight(-1);
    }
}
