package io.factorscope.app.factors;

import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Which rows the table shows, in which order: an array of indices into all rows.
///
/// **Threads**: made on any; never changed.
final class RowOrder {
    static final RowOrder EMPTY = new RowOrder(AllRows.NONE, new int[0]);

    private final AllRows all;
    private final int[] order;
    private final int[] positions; // of each row in the order, or -1

    private RowOrder(AllRows all, int[] order) {
        this.all = all;
        this.order = order;
        this.positions = new int[all.size()];
        Arrays.fill(positions, -1);
        for (int i = 0; i < order.length; i++) {
            positions[order[i]] = i;
        }
    }

    /// A column to sort by.
    record Sort(Column column, boolean descending) {}

    /// What to show: kinds of concepts, words, members of a list, order, values on one's own text.
    record Query(
            Shown shown,
            RowFilter filter,
            Scope scope,
            Set<String> members,
            List<Sort> sorts,
            Map<String, Double> text) {
        boolean belongs(ConceptRow row) {
            return shown.has(row.kind())
                    && switch (scope) {
                        case Scope.All all -> true;
                        case Scope.Starred starred -> row.given().starred();
                        case Scope.Listed listed -> members.contains(row.id());
                    };
        }

        /// Clearest about one label first, label concepts by how well they steer.
        private Comparator<ConceptRow> usual() {
            return shown == Shown.LABELS
                    ? Comparator.comparingDouble(row -> -row.steerability())
                    : Comparator.comparingDouble(row -> -row.clarity());
        }

        Comparator<ConceptRow> comparator() {
            return sorts.stream()
                    .map(sort -> sort.column.order(sort.descending, text))
                    .reduce(Comparator::thenComparing)
                    .orElseGet(this::usual);
        }
    }

    /// Filters and sorts. **Errors**: cancellation.
    static RowOrder of(AllRows all, Query query, JobContext context) throws CancelledException {
        Integer[] found = new Integer[all.size()];
        int count = 0;
        Predicate<ConceptRow> belongs = query::belongs;
        for (int i = 0; i < found.length; i++) {
            context.checkCancelled();
            ConceptRow row = all.get(i);
            if (belongs.test(row) && query.filter.passes(row, context)) {
                found[count++] = i;
            }
        }
        Comparator<ConceptRow> comparator = query.comparator();
        Arrays.sort(found, 0, count, (a, b) -> comparator.compare(all.get(a), all.get(b)));
        context.checkCancelled();
        int[] order = new int[count];
        Arrays.setAll(order, i -> found[i]);
        return new RowOrder(all, order);
    }

    int size() {
        return order.length;
    }

    /// Where a concept's row stands, or -1.
    int position(String id) {
        int place = all.place(id);
        return place < 0 ? -1 : positions[place];
    }

    ConceptRow get(int position) {
        return all.get(order[position]);
    }
}
