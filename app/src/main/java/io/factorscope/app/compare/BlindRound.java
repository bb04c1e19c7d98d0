package io.factorscope.app.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Which column's text stands at which place of a blind round.
public record BlindRound(List<Integer> order) {
    /// A copy that nobody can change.
    public BlindRound {
        order = List.copyOf(order);
    }

    /// The columns in an order that the seed decides.
    static BlindRound of(List<Integer> columns, long seed) {
        List<Integer> order = new ArrayList<>(columns);
        Collections.shuffle(order, new Random(seed));
        return new BlindRound(order);
    }
}
