package io.factorscope.app.control;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;

import java.util.List;

/// Tokens side by side on one line, without heat, as many as fit: the top tokens of a factor.
public final class ChipRow extends Region {
    private static final double GAP = 4;

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
    public void setTokens(List<String> tokens) {
        List<Node> chips = getChildren();
        for (int i = 0; i < tokens.size(); i++) {
            boolean shown =
                    i < chips.size()
                            && chips.get(i) instanceof TokenChip chip
                            && chip.show(tokens.get(i));
            if (!shown) {
                TokenChip fresh = new TokenChip(new Token(tokens.get(i), 0), false);
                if (i < chips.size()) {
                    chips.set(i, fresh);
                } else {
                    chips.add(fresh);
                }
            }
        }
        if (chips.size() > tokens.size()) {
            chips.subList(tokens.size(), chips.size()).clear();
        }
        requestLayout();
        setAccessibleText(String.join(" ", tokens));
    }

    @Override
    protected void layoutChildren() {
        double x = 0;
        boolean fits = true;
        for (var chip : getManagedChildren()) {
            double width = Math.ceil(chip.prefWidth(-1));
            double height = chip.prefHeight(-1);
            fits = fits && (x == 0 || x + width <= getWidth());
            chip.setVisible(fits);
            chip.resizeRelocate(x, Math.rint((getHeight() - height) / 2), width, height);
            x += width + GAP;
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        double width = 0;
        for (var chip : getManagedChildren()) {
            width += Math.ceil(chip.prefWidth(-1)) + GAP;
        }
        return Math.max(0, width - GAP);
    }

    @Override
    protected double computeMinWidth(double height) {
        return 40;
    }

    @Override
    protected double computePrefHeight(double width) {
        return getManagedChildren().stream().mapToDouble(n -> n.prefHeight(-1)).max().orElse(0);
    }
}
