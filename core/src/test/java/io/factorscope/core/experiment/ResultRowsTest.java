package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

/// The field names of result files, which other programs read.
class ResultRowsTest {
    private static final ConceptKey KEY = new ConceptKey("F8", "blocks.3.mlp.hook_post", 64, 3, 8);
    private static final MadeBy BY = new MadeBy("factorscope", "2026-01-02T03:04:05Z", "rule/1");

    @Test
    void aDescriptionHasTheReferencesNamesAndIsReadBack() throws Exception {
        Description row = new Description(KEY, Description.Track.OUTPUT, -1, "about rain", "", BY);
        String text = Json.text(row);
        JsonNode json = Json.mapper().readTree(text);
        assertEquals(64, json.path("K").asInt());
        assertEquals(3, json.path("layer").asInt());
        assertEquals(8, json.path("h_row").asInt());
        assertEquals(-1, json.path("sign").asInt());
        assertEquals("output", json.path("track").asText());
        assertEquals("about rain", json.path("description").asText());
        assertEquals(row, Json.mapper().readValue(text, Description.class));
    }

    @Test
    void sentencesHaveTheReferencesNamesAndAreReadBack() throws Exception {
        ConceptSentences row =
                new ConceptSentences(KEY, "rain", List.of("It rains."), List.of("He ran."), BY);
        String text = Json.text(row);
        JsonNode json = Json.mapper().readTree(text);
        assertEquals("It rains.", json.path("activating_sentences").get(0).asText());
        assertEquals("He ran.", json.path("neutral_sentences").get(0).asText());
        assertEquals(row, Json.mapper().readValue(text, ConceptSentences.class));
    }
}
