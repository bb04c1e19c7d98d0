package io.factorscope.app.card;

import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.factorization.Family;

import java.util.Comparator;
import java.util.List;

/// The neurons that a tree's node shares with all its siblings (core) and those that only it has
/// (exclusive), with their weights in it, largest first.
public record FamilyNeurons(int siblings, List<Weighted> core, List<Weighted> own) {
    /// Of a node without siblings.
    public static final FamilyNeurons NONE = new FamilyNeurons(0, List.of(), List.of());

    /// A neuron and its weight in the node's direction.
    public record Weighted(int neuron, double weight) {}

    /// A copy that nobody can change.
    public FamilyNeurons {
        core = List.copyOf(core);
        own = List.copyOf(own);
    }

    /// Those of one of the siblings.
    ///
    /// **Cost**: sorts every sibling's direction; call it away from the window.
    public static FamilyNeurons of(
            ConceptTree tree, ConceptTree.Node node, List<ConceptTree.Node> siblings) {
        if (siblings.size() < 2 || !siblings.contains(node)) {
            return NONE;
        }
        Family family = Family.of(tree, siblings);
        float[] direction = tree.direction(node);
        return new FamilyNeurons(
                siblings.size(),
                weighted(family.core(), direction),
                weighted(family.exclusive().getOrDefault(node, List.of()), direction));
    }

    private static List<Weighted> weighted(List<Integer> neurons, float[] direction) {
        return neurons.stream()
                .map(neuron -> new Weighted(neuron, direction[neuron]))
                .sorted(Comparator.comparingDouble(each -> -Math.abs(each.weight)))
                .toList();
    }
}
