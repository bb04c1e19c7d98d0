package io.factorscope.core.experiment;

import io.factorscope.core.concept.Concept;

import java.util.List;

/// Concepts of an analysis that an experiment compares, with what fires them there; the two lists
/// go together.
public record ChosenConcepts(List<Concept> concepts, List<ConceptContexts> contexts) {
    /// A copy that nobody can change.
    public ChosenConcepts {
        concepts = List.copyOf(concepts);
        contexts = List.copyOf(contexts);
    }
}
