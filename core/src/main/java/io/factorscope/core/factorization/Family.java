package io.factorscope.core.factorization;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The neurons that siblings share: `core` are in the support of every one, `exclusive` in that of
/// one only, by sibling.
public record Family(List<Integer> core, Map<ConceptTree.Node, List<Integer>> exclusive) {
    /// The family of some siblings of a tree.
    public static Family of(ConceptTree tree, List<ConceptTree.Node> siblings) {
        Map<Integer, Long> times =
                siblings.stream()
                        .flatMapToInt(node -> IntStream.of(tree.support(node)))
                        .boxed()
                        .collect(
                                Collectors.groupingBy(j -> j, TreeMap::new, Collectors.counting()));
        List<Integer> core =
                times.keySet().stream()
                        .filter(j -> times.getOrDefault(j, 0L) == siblings.size())
                        .toList();
        Map<ConceptTree.Node, List<Integer>> exclusive =
                siblings.stream()
                        .collect(
                                Collectors.toMap(
                                        node -> node,
                                        node ->
                                                IntStream.of(tree.support(node))
                                                        .filter(j -> times.getOrDefault(j, 0L) == 1)
                                                        .boxed()
                                                        .toList()));
        return new Family(siblings.size() > 1 ? core : List.of(), exclusive);
    }
}
