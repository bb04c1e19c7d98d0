package io.factorscope.app.control;

import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// One line of context around a token, as in a concordance: the centre token of every strip starts
/// at the same place, what comes before is set against it from the right, and what does not fit is
/// left out behind an ellipsis. There is no scroll bar and no half token.
///
/// **Cost**: tokens further than `REACH` from the centre are never built.
public final class TokenStrip extends Region {
    private static final int REACH = 32;
    private static final double GAP = 1;
    private static final double EDGE = 14;

    private final @Nullable TokenChip[] chips; // made when there is room for them
    private final IntFunction<TokenChip> maker;
    private final Label before = ellipsis();
    private final Label after = ellipsis();
    private final boolean moreBefore;
    private final boolean moreAfter;
    private final int centre;
    private double anchor = 0.5;

    /// A strip of tokens, heated by their values, around the one at index `centre`.
    public TokenStrip(List<Token> tokens, int centre) {
        this(
                tokens,
                centre,
                token -> tokens.get(token).text() + "  " + Numbers.plain(tokens.get(token).value()),
                token -> {});
    }

    /// The same with what tooltips say by index, asked when they are first needed, and a receiver
    /// of the index under the mouse, -1 when it leaves.
    public TokenStrip(
            List<Token> tokens, int centre, IntFunction<String> tips, IntConsumer onHover) {
        int from = Math.max(0, centre - REACH);
        int to = Math.min(tokens.size(), centre + REACH + 1);
        moreBefore = from > 0;
        moreAfter = to < tokens.size();
        this.centre = centre - from;
        chips = new TokenChip[to - from];
        maker =
                at -> {
                    TokenChip chip = new TokenChip(tokens.get(from + at), true);
                    chip.watch(from + at, tips, onHover);
                    chip.markCentre(from + at == centre);
                    return chip;
                };
        getStyleClass().add("token-strip");
        getChildren().addAll(before, after);
        setAccessibleRole(AccessibleRole.TEXT);
        setAccessibleText(tokens.stream().map(Token::text).collect(Collectors.joining()));
    }

    /// Where the centre token starts, as a share of the width; a half unless set.
    public void setAnchor(double share) {
        anchor = Math.clamp(share, 0, 1);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double room = Math.max(0, width - EDGE);
        double x = Math.max(0, Math.round(Math.min(width * anchor, room - wide(centre))));
        int last = placeRight(x, room);
        int first = placeLeft(x);
        for (int i = 0; i < chips.length; i++) {
            TokenChip chip = chips[i];
            if (chip != null) {
                chip.setVisible(i >= first && i <= last);
            }
        }
        before.setVisible(first > 0 || moreBefore);
        after.setVisible(last < chips.length - 1 || moreAfter);
    }

    private int placeRight(double start, double room) {
        double x = start;
        int last = centre;
        for (int i = centre; i < chips.length && x < room; i++) {
            if (i > centre && x + wide(i) > room) {
                break;
            }
            place(chip(i), x, wide(i));
            x += wide(i) + GAP;
            last = i;
        }
        place(after, x + 2, EDGE);
        return last;
    }

    private int placeLeft(double start) {
        double x = start;
        int first = centre;
        for (int i = centre - 1; i >= 0; i--) {
            double left = x - GAP - wide(i);
            if (left < (i == 0 && !moreBefore ? 0 : EDGE)) {
                break;
            }
            x = left;
            place(chip(i), x, wide(i));
            first = i;
        }
        place(before, x - EDGE, EDGE);
        return first;
    }

    private void place(Region node, double x, double width) {
        layoutInArea(node, x, 0, width, getHeight(), 0, HPos.LEFT, VPos.CENTER);
    }

    private double wide(int index) {
        return Math.ceil(chip(index).prefWidth(-1));
    }

    private TokenChip chip(int index) {
        TokenChip chip = chips[index];
        if (chip == null) {
            chip = maker.apply(index);
            chips[index] = chip;
            getChildren().add(chip);
            chip.applyCss();
        }
        return chip;
    }

    private static Label ellipsis() {
        Label label = new Label("…");
        label.getStyleClass().add("token-ellipsis");
        return label;
    }

    @Override
    protected double computePrefHeight(double width) {
        return chips.length == 0 ? 0 : chip(centre).prefHeight(-1);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 480;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 80;
    }
}
