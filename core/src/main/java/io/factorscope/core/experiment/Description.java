package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.jspecify.annotations.Nullable;

/// What a concept is about, in a machine's words; a row of a descriptions file.
///
/// `track`: `input` (from what fires it) or `output` (from what it promotes or suppresses); `sign`:
/// of an output description 1 or -1, of an input description 0; `description`: null where there is
/// no concept to be seen, or where none was answered (`why` says which).
public record Description(
        @JsonUnwrapped ConceptKey key,
        Track track,
        int sign,
        @Nullable String description,
        String why,
        @JsonProperty("made_by") MadeBy madeBy) {
    /// What a description is drawn from; scores of the two are never mixed.
    public enum Track {
        /// From the tokens that fire the concept.
        @JsonProperty("input")
        INPUT,
        /// From the tokens that it promotes or suppresses.
        @JsonProperty("output")
        OUTPUT
    }
}
