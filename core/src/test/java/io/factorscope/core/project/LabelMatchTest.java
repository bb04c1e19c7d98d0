package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Which concept tells a label's texts from the others.
class LabelMatchTest {
    private static final TokenTable TOKENS = table();

    /// Four texts of two tokens: two about cats, two about rain.
    private static TokenTable table() {
        TokenTable.Builder builder = new TokenTable.Builder();
        for (int text = 0; text < 4; text++) {
            String label = text < 2 ? "cats" : "rain";
            builder.add(text, 1, 10, "a", label).add(text, 2, 11, "b", label);
        }
        return builder.build();
    }

    private static ConceptEntry concept(int index, float... scores) {
        Concept concept =
                new Concept(
                        new ConceptSource.Factor(index),
                        new HookPoint(0, Site.MLP_POST),
                        new float[] {1});
        Projection none = new Projection(List.of(), List.of());
        return new ConceptEntry(concept, scores, TOKENS, none, Measured.NOTHING);
    }

    @Test
    void theLargestScoreOfATextDecides() {
        ConceptEntry cats = concept(0, 0, 5, 4, 0, 1, 1, 0, 2);
        ConceptEntry rain = concept(1, 0, 1, 1, 0, 9, 0, 0, 8);
        ConceptEntry half = concept(2, 3, 0, 1, 0, 2, 0, 1, 0);
        List<LabelMatch> found = LabelMatch.of(TOKENS, List.of(rain, half, cats), "cats");
        assertEquals(
                List.of(
                        new LabelMatch(cats, 1),
                        // 3 above 2 and 1; 1 level with 1, below 2: 2.5 of 4 pairs
                        new LabelMatch(half, 0.625),
                        new LabelMatch(rain, 0)),
                found);
    }

    @Test
    void aLabelThatNoOtherStandsAgainstHasNoMatch() {
        assertEquals(List.of(), LabelMatch.of(TOKENS, List.of(concept(0, 0, 1)), "dogs"));
    }
}
