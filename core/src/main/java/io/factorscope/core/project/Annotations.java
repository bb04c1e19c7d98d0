package io.factorscope.core.project;

import io.factorscope.core.steering.SteerSpec;
import io.factorscope.core.steering.Steerability;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a person says of concepts: names, notes, stars and lists, all by concept id; and what a
/// machine has described them as, which a person's own name outranks; how well those steer that
/// somebody wanted to know it of; and presets, which are steering sessions by name.
///
/// An id without a name, a note or a star is simply absent. **Threads**: never changed after it is
/// made; an [Edit] makes the next one.
public record Annotations(
        NavigableMap<String, String> names,
        NavigableMap<String, String> notes,
        NavigableSet<String> stars,
        NavigableMap<String, List<String>> lists,
        NavigableMap<String, MachineLabel> described,
        NavigableMap<String, Steerability> measured,
        NavigableMap<String, SteerSpec> presets) {
    /// Nothing said yet.
    public static final Annotations NONE =
            new Annotations(
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeSet<>(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeMap<>());

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
        described = frozen(described);
        measured = frozen(measured);
        presets = frozen(presets);
    }

    /// Only names.
    public static Annotations named(Map<String, String> names) {
        return new Annotations(
                new TreeMap<>(names),
                NONE.notes,
                new TreeSet<>(),
                NONE.lists,
                NONE.described,
                NONE.measured,
                NONE.presets);
    }

    /// What concepts are called: a person's name, else a machine's description.
    public NavigableMap<String, String> titles() {
        NavigableMap<String, String> titles = new TreeMap<>();
        described.forEach((id, label) -> titles.put(id, label.text()));
        titles.putAll(names);
        return titles;
    }

    /// How well a concept steers: as it was measured since the fit, else with it, else null.
    public @Nullable Steerability steerability(ConceptEntry entry) {
        Steerability since = measured.get(entry.id());
        return since == null ? entry.steerability() : since;
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

    private static <T> NavigableMap<String, T> frozen(@Nullable Map<String, T> map) {
        return Collections.unmodifiableNavigableMap(
                map == null ? new TreeMap<>() : new TreeMap<>(map));
    }

    private static NavigableSet<String> copy(Set<String> set) {
        return new TreeSet<>(set);
    }
}
