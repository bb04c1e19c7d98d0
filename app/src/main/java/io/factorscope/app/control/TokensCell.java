package io.factorscope.app.control;

import javafx.beans.binding.Bindings;
import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A table's cell with as many tokens, white space made visible, as fit into it.
public final class TokensCell<S> extends TableCell<S, List<String>> {
    private final ChipRow chips = new ChipRow();

    /// An empty cell.
    public TokensCell() {
        setGraphic(chips);
        chips.prefWidthProperty()
                .bind(
                        Bindings.createDoubleBinding(
                                () -> getWidth() - snappedLeftInset() - snappedRightInset(),
                                widthProperty(),
                                insetsProperty()));
    }

    @Override
    protected void updateItem(@Nullable List<String> item, boolean empty) {
        super.updateItem(item, empty);
        chips.setVisible(item != null); // taken out and put in again it would be styled anew
        if (item != null) {
            chips.setTokens(item);
        }
    }
}
