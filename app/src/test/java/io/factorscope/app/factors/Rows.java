package io.factorscope.app.factors;

import io.factorscope.core.concept.TokenScore;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Rows made up for tests and measurements.
public final class Rows {
    private Rows() {}

    /// So many rows, the same each time.
    public static List<ConceptRow> synthetic(int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<ConceptRow> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<String> tokens = new ArrayList<>();
            List<Integer> density = new ArrayList<>();
            for (int j = 0; j < 8; j++) {
                tokens.add(" word" + random.nextInt(5000));
            }
            for (int j = 0; j < 20; j++) {
                density.add(random.nextInt(1 + 4000 / (j + 1)));
            }
            rows.add(
                    ConceptRow.of(
                            "F" + i,
                            ConceptRow.Kind.FACTOR,
                            "#" + i,
                            new ConceptRow.Given(
                                    "factor about " + tokens.getFirst(), "", i % 9 == 0),
                            new ConceptRow.Look(
                                    tokens,
                                    density,
                                    random.nextDouble() / 10,
                                    new TokenScore("label" + i % 30, random.nextDouble())),
                            new ConceptRow.Scores(random.nextDouble() / 100, null, null, null)));
        }
        return rows;
    }
}
