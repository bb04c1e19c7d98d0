package io.factorscope.core.concept;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A neuron of a concept: its weight in the unit direction, and who else is made of it.
///
/// `shared`: the other sparse concepts at the hook point that have this neuron too, with the weight
/// in their own unit direction, largest magnitude first.
public record Neuron(int index, double weight, List<Shared> shared) {
    /// A direction with more than this share of its entries used is not called sparse.
    private static final double SPARSE = 0.25;

    /// Another concept with the same neuron.
    public record Shared(String id, double weight) {}

    /// A copy that nobody can change.
    public Neuron {
        shared = List.copyOf(shared);
    }

    /// The neurons of largest magnitude in a concept. **Cost**: `among` times d.
    public static List<Neuron> strongest(Concept concept, List<Concept> among, int count) {
        float[] own = Projection.unit(concept.direction());
        List<Concept> others =
                among.stream()
                        .filter(other -> !other.id().equals(concept.id()))
                        .filter(other -> other.hook().equals(concept.hook()))
                        .filter(other -> used(other.direction()) <= SPARSE * own.length)
                        .toList();
        return IntStream.range(0, own.length)
                .filter(i -> own[i] != 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(own[i])))
                .limit(count)
                .map(i -> new Neuron(i, own[i], sharing(i, others)))
                .toList();
    }

    /// How many entries of a direction are not zero.
    public static int used(float[] direction) {
        int used = 0;
        for (float weight : direction) {
            used += weight == 0 ? 0 : 1;
        }
        return used;
    }

    private static List<Shared> sharing(int neuron, List<Concept> others) {
        List<Shared> shared = new ArrayList<>();
        for (Concept other : others) {
            float weight = other.direction()[neuron];
            if (weight != 0) {
                shared.add(new Shared(other.id(), Projection.unit(other.direction())[neuron]));
            }
        }
        shared.sort(Comparator.comparingDouble(each -> -Math.abs(each.weight())));
        return shared;
    }
}
