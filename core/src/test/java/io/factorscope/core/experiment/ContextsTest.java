package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Tokenizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The strongest tokens in their contexts, and which texts a table has.
class ContextsTest {
    private static final ConceptKey KEY = new ConceptKey("F1", "h", 2, 3, 1);

    @TempDir private Path temp;

    private static TokenTable table() {
        TokenTable.Builder builder = new TokenTable.Builder();
        for (int text = 0; text < 3; text++) {
            for (int pos = 0; pos < 40; pos++) {
                builder.add(text, pos, pos, " t" + text + "." + pos, "label" + text);
            }
        }
        return builder.build();
    }

    private static float[] scores() {
        float[] scores = new float[120];
        for (int i = 0; i < 120; i++) {
            scores[i] = i % 2 == 0 ? i / 10f : 0;
        }
        return scores;
    }

    private static ConceptContexts contexts(ConceptContexts.Spec spec) {
        TokenTable table = table();
        float[] scores = scores();
        Evidence evidence = Evidence.of(table, scores);
        Projection projection =
                new Projection(
                        List.of(new TokenScore(" up", 3)), List.of(new TokenScore(" down", -2)));
        return ConceptContexts.of(KEY, table, scores, evidence, projection, spec);
    }

    @Test
    void holdsTheStrongestTokensWithTheirNeighboursOnBothSides() {
        ConceptContexts row = contexts(ConceptContexts.Spec.DEFAULT);
        assertEquals(25, row.topActivations().size());
        ConceptContexts.TopActivation first = row.topActivations().getFirst();
        assertEquals(" t2.38", first.token());
        assertEquals(11.8, first.activation(), 1e-5);
        assertTrue(first.context().startsWith(" t2.23 t2.24"), first.context());
        assertTrue(first.context().endsWith(" t2.38 t2.39"), first.context());
        ConceptContexts.TopActivation tenth = row.topActivations().get(9);
        assertEquals(31, tenth.context().strip().split(" ", -1).length);
        assertFalse(row.topActivations().getLast().context().contains("t2."), "text 1 by now");
    }

    @Test
    void aContextsFileHasTheReferencesNamesAndIsReadBack() throws Exception {
        ConceptContexts row = contexts(new ConceptContexts.Spec(3, 2));
        Path file = temp.resolve("contexts.json");
        ResultFile.write(file, List.of(row), Map.of("tokens", 3), ResultFile.of(0, Map.of()));
        var json = Json.readTree(file).path(0);
        assertEquals(1, json.path("h_row").asInt());
        assertEquals(2, json.path("K").asInt());
        assertEquals(" t2.38", json.path("top_activations").path(0).path("token").asText());
        assertEquals(List.of(row), ResultFile.read(file, ConceptContexts.class));
        assertEquals(
                3, Json.readTree(temp.resolve("contexts.spec.json")).at("/spec/tokens").asInt());
    }

    @Test
    void anotherFileIsRefusedInOneLine() throws Exception {
        Path file = temp.resolve("x.json");
        Files.writeString(file, "{}");
        Failing.with("FS-EXP-001", () -> ResultFile.read(file, ConceptContexts.class));
        Files.writeString(file, "[{\"activating_sentences\": 3}]");
        Failing.with("FS-EXP-001", () -> ResultFile.read(file, ConceptSentences.class));
    }

    @Test
    void textsOfATableAreKnownAgainEvenWithoutTheirFirstToken() throws Exception {
        Path model = Fixtures.HOME.resolve("resources/models/storyteller");
        try (Tokenizer tokenizer = LanguageModel.tokenizerOf(model)) {
            TokenTable.Builder builder = new TokenTable.Builder();
            add(builder, tokenizer, 0, "The dog ran home.", 0);
            add(builder, tokenizer, 1, "She ate a big cake.", 1);
            SeenTexts seen = new SeenTexts(builder.build(), tokenizer);
            assertTrue(seen.contains("The dog ran home."));
            assertTrue(seen.contains("She ate a big cake."));
            assertFalse(seen.contains("The cat ran home."));
            assertFalse(seen.contains("The dog ran home"));
        }
    }

    private static void add(
            TokenTable.Builder builder, Tokenizer tokenizer, int sample, String text, int skip) {
        int[] ids = tokenizer.encode(text, false);
        for (int pos = skip; pos < ids.length; pos++) {
            builder.add(sample, pos, ids[pos], tokenizer.token(ids[pos]), "");
        }
    }
}
