package io.factorscope.core.experiment;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.hook.HookPoint;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Directions by chance, to compare concepts with.
///
/// **Randomness**: `seed` and the number of the direction.
final class RandomDirections {
    private RandomDirections() {}

    /// `count` directions of independent normal numbers.
    static List<Concept> dense(HookPoint hook, int d, int count, long seed) {
        return sparse("random", hook, d, d, count, seed);
    }

    /// `count` directions of normal numbers on `support` places drawn by chance, zero elsewhere.
    static List<Concept> sparse(HookPoint hook, int d, int support, int count, long seed) {
        return sparse("sparse", hook, d, support, count, seed + 7919);
    }

    private static List<Concept> sparse(
            String name, HookPoint hook, int d, int support, int count, long seed) {
        List<Concept> concepts = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + n);
            float[] direction = new float[d];
            for (int left = support; left > 0; ) {
                int at = support == d ? d - left : random.nextInt(d);
                if (direction[at] == 0) {
                    direction[at] = (float) random.nextGaussian();
                    left--;
                }
            }
            concepts.add(new Concept(new ConceptSource.Given(name + " " + n), hook, direction));
        }
        return concepts;
    }
}
