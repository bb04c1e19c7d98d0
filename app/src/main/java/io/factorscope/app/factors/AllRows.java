package io.factorscope.app.factors;

import org.jspecify.annotations.Nullable;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/// Every row of an analysis, found by its place or by the id of its concept.
///
/// **Threads**: made on any, rather away from the window; never changed.
final class AllRows extends AbstractList<ConceptRow> implements RandomAccess {
    static final AllRows NONE = new AllRows(List.of());

    private final List<ConceptRow> rows;
    private final Map<String, Integer> places;

    AllRows(List<ConceptRow> rows) {
        this.rows = List.copyOf(rows);
        this.places = HashMap.newHashMap(rows.size());
        for (int i = 0; i < this.rows.size(); i++) {
            places.put(this.rows.get(i).id(), i);
        }
    }

    @Override
    public ConceptRow get(int place) {
        return rows.get(place);
    }

    @Override
    public int size() {
        return rows.size();
    }

    /// The place of a concept's row, or -1.
    int place(String id) {
        return places.getOrDefault(id, -1);
    }

    /// A concept's row, or null.
    @Nullable ConceptRow find(String id) {
        int place = place(id);
        return place < 0 ? null : rows.get(place);
    }
}
