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

    /// Where a concept's row stands, or -1.
    int position(String id) {
        return order.position(id);
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

    /// Rows in place of others, then those that are gone or new at the end. The list's own change
    /// builder would copy what was removed, and rows that are said to be replaced are styled anew.
    private static final class Replaced extends ListChangeListener.Change<ConceptRow> {
        private final List<ConceptRow> before;
        private final int common;
        private int step = -1;

        Replaced(ConceptRows rows, List<ConceptRow> before) {
            super(rows);
            this.before = before;
            this.common = Math.min(before.size(), rows.size());
        }

        @Override
        public boolean next() {
            step++;
            if (step == 0 && common == 0) {
                step = 1;
            }
            return step == 0 || (step == 1 && before.size() != getList().size());
        }

        @Override
        public void reset() {
            step = -1;
        }

        @Override
        public boolean wasUpdated() {
            return step == 0;
        }

        @Override
        public int getFrom() {
            return step == 0 ? 0 : common;
        }

        @Override
        public int getTo() {
            return step == 0 ? common : getList().size();
        }

        @Override
        public List<ConceptRow> getRemoved() {
            return step == 0 ? List.of() : before.subList(common, before.size());
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
