package io.factorscope.app.control;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

import java.util.ArrayList;
import java.util.List;

/// Tokens side by side on one line, without heat: the top tokens of a factor. As many are shown as
/// fit whole, with an ellipsis in place of the others and all of them in a tooltip; the first is
/// cut short where not even it fits.
///
/// **Cost**: nodes are used again for other tokens.
public final class ChipRow extends Region {
    private static final double GAP = 4;
    private static final int LABELS = 2; // children before the chips

    private final List<TokenChip> chips = new ArrayList<>();
    private final Label more = new Label("…");
    private final Label cut = new Label();
    private List<String> tokens = List.of();
    private boolean showsAll = true;

    /// An empty row.
    public ChipRow() {
        getStyleClass().add("chip-row");
        setAccessibleRole(AccessibleRole.TEXT);
        more.getStyleClass().add("token-ellipsis");
        cut.getStyleClass().add("cut-chip");
        for (Label label : List.of(more, cut)) {
            label.setManaged(false);
            label.setVisible(false);
        }
        getChildren().addAll(more, cut);
        Tips.lazy(this, () -> showsAll ? "" : String.join("  ", tokens));
    }

    /// A row of tokens, best first.
    public ChipRow(List<String> tokens) {
        this();
        setTokens(tokens);
    }

    /// Shows other tokens.
    public void setTokens(List<String> others) {
        tokens = List.copyOf(others);
        for (int i = 0; i < Math.min(chips.size(), tokens.size()); i++) {
            chip(i);
        }
        requestLayout();
        setAccessibleText(String.join(" ", tokens));
    }

    /// The chip of a token, the one that is there where it will do: new ones cost a styling each.
    private TokenChip chip(int at) {
        if (at < chips.size() && chips.get(at).show(tokens.get(at))) {
            return chips.get(at);
        }
        TokenChip fresh = new TokenChip(new Token(tokens.get(at), 0), false);
        if (at < chips.size()) {
            chips.set(at, fresh);
            getChildren().set(LABELS + at, fresh);
        } else {
            chips.add(fresh);
            getChildren().add(fresh);
        }
        fresh.applyCss();
        return fresh;
    }

    /// Makes chips until one no longer fits; what is left over is hidden.
    @Override
    protected void layoutChildren() {
        double edge = Math.ceil(more.prefWidth(-1));
        double x = 0;
        int fit = 0;
        while (fit < tokens.size()) {
            TokenChip chip = fit < chips.size() ? chips.get(fit) : chip(fit);
            double end = x + wide(chip);
            boolean last = fit == tokens.size() - 1;
            if (end + (last || fit == 0 ? 0 : GAP + edge) > getWidth()) {
                break;
            }
            place(chip, x, wide(chip));
            x = end + GAP;
            fit++;
        }
        for (int i = 0; i < chips.size(); i++) {
            chips.get(i).setVisible(i < fit);
        }
        boolean none = fit == 0 && !tokens.isEmpty();
        showsAll = fit == tokens.size();
        more.setVisible(fit > 0 && !showsAll && x + edge <= getWidth());
        cut.setVisible(none);
        if (none) {
            cut.setText(tokens.getFirst());
            place(cut, 0, Math.min(getWidth(), wide(chips.getFirst())));
        } else {
            place(more, x, edge);
        }
    }

    private static double wide(Region chip) {
        return Math.ceil(chip.prefWidth(-1));
    }

    private void place(Region node, double x, double width) {
        double height = node.prefHeight(-1);
        node.resizeRelocate(x, Math.rint((getHeight() - height) / 2), width, height);
    }

    @Override
    protected double computePrefWidth(double height) {
        double width = 0;
        for (int i = 0; i < tokens.size(); i++) {
            width += wide(chip(i)) + GAP;
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
