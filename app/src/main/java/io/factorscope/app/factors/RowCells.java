package io.factorscope.app.factors;

import io.factorscope.app.control.Icon;
import io.factorscope.app.control.Sparkline;
import io.factorscope.app.words.Words;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.TableCell;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.Function;

/// The cells of the table, each reused for one row after the other. An empty cell hides what it
/// draws: taken out and put in again it would be styled anew.
final class RowCells {
    private RowCells() {}

    /// Words, or a figure at the right.
    static final class WordsCell extends TableCell<ConceptRow, ConceptRow> {
        private final Function<ConceptRow, String> words;

        WordsCell(Function<ConceptRow, String> words, boolean figure) {
            this.words = words;
            if (figure) {
                getStyleClass().add("number");
            }
        }

        @Override
        protected void updateItem(@Nullable ConceptRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(row == null ? "" : words.apply(row));
        }
    }

    /// How many tokens have which activation.
    static final class Density extends TableCell<ConceptRow, ConceptRow> {
        private final Sparkline line = new Sparkline();

        Density() {
            setGraphic(line);
        }

        @Override
        protected void updateItem(@Nullable ConceptRow row, boolean empty) {
            super.updateItem(row, empty);
            line.setVisible(row != null);
            if (row != null) {
                line.setCounts(row.look().density());
            }
        }
    }

    /// A star that a click gives and takes.
    static final class Star extends TableCell<ConceptRow, ConceptRow> {
        private static final PseudoClass ON = PseudoClass.getPseudoClass("starred");

        private final Region star = Icon.STAR.node();

        Star(Consumer<ConceptRow> onClick) {
            getStyleClass().add("star-cell");
            setAccessibleRole(AccessibleRole.CHECK_BOX);
            setGraphic(star);
            setOnMouseClicked(event -> {
                if (getItem() != null) {
                    onClick.accept(getItem());
                }
            });
        }

        @Override
        protected void updateItem(@Nullable ConceptRow row, boolean empty) {
            super.updateItem(row, empty);
            boolean on = row != null && row.given().starred();
            pseudoClassStateChanged(ON, on);
            star.setVisible(row != null);
            setAccessibleText(on ? Words.of("factors.starred-2") : Words.of("factors.not-starred"));
        }
    }
}
