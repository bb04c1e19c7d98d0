package io.factorscope.core.project;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a person says of concepts: names, notes, stars and lists, all by concept id.
///
/// An id without a name, a note or a star is simply absent. **Threads**: never changed after it is
/// made; an [Edit] makes the next one.
public record Annotations(
        NavigableMap<String, String> names,
        NavigableMap<String, String> notes,
        NavigableSet<String> stars,
        NavigableMap<String, List<String>> lists) {
    /// Nothing said yet.
    public static final Annotations NONE =
            new Annotations(new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeMap<>());

    /// A copy that nobody can change; what a file lacks is empty.
    public Annotations {
        names = frozen(names);
        notes = frozen(notes);
        stars = Collections.unmodifiableNavigableSet(stars == null ? new TreeSet<>() : copy(stars));
        NavigableMap<String, List<String>> kept = new TreeMap<>();
        if (lists != null) {
            lists.forEach((name, members) -> kept.put(name, List.copyOf(members)));
        }
        lists = Collections.unmodifiableNavigableMap(kept);
    }

    /// Only names.
    public static Annotations named(Map<String, String> names) {
        return new Annotations(
                new TreeMap<>(names), NONE.notes, new TreeSet<>(), new TreeMap<>(NONE.lists));
    }

    /// The note on a concept, or an empty text.
    public String note(String id) {
        return notes.getOrDefault(id, "");
    }

    /// Whether a concept has a star.
    public boolean starred(String id) {
        return stars.contains(id);
    }

    /// The concepts of a list; empty where there is no such list.
    public List<String> members(String list) {
        return lists.getOrDefault(list, List.of());
    }

    private static NavigableMap<String, String> frozen(Map<String, String> map) {
        return Collections.unmodifiableNavigableMap(
                map == null ? new TreeMap<>() : new TreeMap<>(map));
    }

    private static NavigableSet<String> copy(Set<String> set) {
        return new TreeSet<>(set);
    }
}
