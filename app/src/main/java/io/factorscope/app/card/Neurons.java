package io.factorscope.app.card;

import io.factorscope.app.control.Token;
import io.factorscope.core.concept.Concept;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The neurons that a sparse factor is made of.
final class Neurons {
    private static final int SHOWN = 12;

    private Neurons() {}

    /// The neurons of largest weight, with the weight of the unit vector.
    static List<Token> strongest(Concept concept) {
        float[] direction = concept.direction();
        double norm = 0;
        for (float x : direction) {
            norm += (double) x * x;
        }
        double unit = norm == 0 ? 0 : 1 / Math.sqrt(norm);
        return IntStream.range(0, direction.length)
                .filter(i -> direction[i] != 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(direction[i])))
                .limit(SHOWN)
                .map(i -> new Token("n" + i, direction[i] * unit))
                .toList();
    }
}
