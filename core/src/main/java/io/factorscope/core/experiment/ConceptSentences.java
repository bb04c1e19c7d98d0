package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import java.util.List;

/// Sentences that should and should not fire a concept; a row of a sentences file.
///
/// `description`: what they were written or chosen for.
public record ConceptSentences(
        @JsonUnwrapped ConceptKey key,
        String description,
        @JsonProperty("activating_sentences") List<String> activating,
        @JsonProperty("neutral_sentences") List<String> neutral,
        @JsonProperty("made_by") MadeBy madeBy) {
    /// A copy that nobody can change.
    public ConceptSentences {
        activating = List.copyOf(activating);
        neutral = List.copyOf(neutral);
    }
}
