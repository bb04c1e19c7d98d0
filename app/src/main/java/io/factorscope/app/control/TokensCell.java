package io.factorscope.app.control;

import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A table's cell with as many tokens, white space made visible, as fit into it.
public final class TokensCell<S> extends TableCell<S, List<String>> {
    private final ChipRow chips = new ChipRow();

    @Override
    protected void updateItem(@Nullable List<String> item, boolean empty) {
        super.updateItem(item, empty);
        if (empty || item == null) {
            setGraphic(null);
        } else {
            chips.setTokens(item);
            setGraphic(chips);
        }
    }
}
