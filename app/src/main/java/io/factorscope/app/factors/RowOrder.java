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
    private final List<ConceptRow> all;
    private final int[] order;

    private RowOrder(List<ConceptRow> all, int[] order) {
        this.all = all;
        this.order = order;
    }

    static final RowOrder EMPTY = new RowOrder(List.of(), new int[0]);

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
    static RowOrder of(List<ConceptRow> all, Query query, JobContext context)
            throws CancelledException {
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

    ConceptRow get(int position) {
        return all.get(order[position]);
    }
}
