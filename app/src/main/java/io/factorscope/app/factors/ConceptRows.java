package io.factorscope.app.factors;

import javafx.collections.ObservableListBase;

import java.util.AbstractList;
import java.util.List;

/// The rows that the table shows, replaced all at once by a new order: one change, whatever its
/// size, and nothing is copied.
///
/// **Threads**: FX thread.
public final class ConceptRows extends ObservableListBase<ConceptRow> {
    private RowOrder order = RowOrder.EMPTY;
    private boolean publishing;

    @Override
    public ConceptRow get(int index) {
        return order.get(index);
    }

    @Override
    public int size() {
        return order.size();
    }

    /// Shows another order.
    void publish(RowOrder next) {
        RowOrder before = order;
        publishing = true;
        beginChange();
        order = next;
        if (before.size() == 0) {
            if (next.size() > 0) {
                nextAdd(0, next.size());
            }
        } else {
            nextReplace(0, next.size(), view(before));
        }
        endChange();
        publishing = false;
    }

    /// Whether those who watch are just being told of another order.
    boolean isPublishing() {
        return publishing;
    }

    private static List<ConceptRow> view(RowOrder order) {
        return new AbstractList<>() {
            @Override
            public ConceptRow get(int index) {
                return order.get(index);
            }

            @Override
            public int size() {
                return order.size();
            }
        };
    }
}
