package io.factorscope.core.project;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.experiment.MadeBy;

/// A label that a machine gave a concept, with who, when and how; shown as such.
public record MachineLabel(String text, @JsonProperty("made_by") MadeBy madeBy) {}
