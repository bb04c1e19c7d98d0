package io.factorscope.core.steering;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Blind votes between methods: for each concept how often each method's text was preferred; kept
/// in one JSON file.
public record MethodVotes(@JsonValue NavigableMap<String, NavigableMap<String, Integer>> wins) {
    /// No vote yet.
    public static final MethodVotes NONE = new MethodVotes(new TreeMap<>());

    private static final String FILE = "method-votes.json";

    /// A copy that nobody can change.
    @JsonCreator
    public MethodVotes {
        NavigableMap<String, NavigableMap<String, Integer>> kept = new TreeMap<>();
        wins.forEach((concept, its) ->
                kept.put(concept, Collections.unmodifiableNavigableMap(new TreeMap<>(its))));
        wins = Collections.unmodifiableNavigableMap(kept);
    }

    /// With one more vote for a method.
    public MethodVotes with(String concept, String method) {
        NavigableMap<String, NavigableMap<String, Integer>> all = new TreeMap<>(wins);
        NavigableMap<String, Integer> its =
                new TreeMap<>(all.getOrDefault(concept, new TreeMap<>()));
        its.merge(method, 1, Integer::sum);
        all.put(concept, its);
        return new MethodVotes(all);
    }

    /// How often a method was preferred for a concept.
    public int of(String concept, String method) {
        return wins.getOrDefault(concept, Collections.emptyNavigableMap()).getOrDefault(method, 0);
    }

    /// How often a method was preferred for any concept.
    public int of(String method) {
        return wins.values().stream().mapToInt(its -> its.getOrDefault(method, 0)).sum();
    }

    /// Those kept in a folder; none where there is no file.
    public static MethodVotes load(Path folder) throws FactorscopeException {
        Path file = folder.resolve(FILE);
        return Files.exists(file) ? Json.read(file, MethodVotes.class) : NONE;
    }

    /// Keeps them in a folder.
    public void save(Path folder) throws FactorscopeException {
        Json.write(folder.resolve(FILE), this);
    }
}
