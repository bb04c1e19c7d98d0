package io.factorscope.app.factors;

import javafx.collections.ListChangeListener;
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
        order = next;
        fireChange(new Replaced(this, view(before)));
        publishing = false;
    }

    /// Whether those who watch are just being told of another order.
    boolean isPublishing() {
        return publishing;
    }

    /// All rows in place of all others. The list's own change builder would copy what was removed.
    private static final class Replaced extends ListChangeListener.Change<ConceptRow> {
        private final List<ConceptRow> removed;
        private boolean before = true;

        Replaced(ConceptRows rows, List<ConceptRow> removed) {
            super(rows);
            this.removed = removed;
        }

        @Override
        public boolean next() {
            boolean was = before;
            before = false;
            return was;
        }

        @Override
        public void reset() {
            before = true;
        }

        @Override
        public int getFrom() {
            return 0;
        }

        @Override
        public int getTo() {
            return getList().size();
        }

        @Override
        public List<ConceptRow> getRemoved() {
            return removed;
        }

        @Override
        protected int[] getPermutation() {
            return new int[0];
        }
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
