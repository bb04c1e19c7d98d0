package io.factorscope.core.experiment;

import org.jspecify.annotations.Nullable;

import java.util.stream.Stream;

/// Where a method's concepts act and how many there were, as text; empty where a result does not
/// say, as of prompting.
public record Origin(String hook, String layer, String k) {
    private static final Origin NONE = new Origin("", "", "");

    /// Of a method in a result.
    public static Origin of(ExperimentResult result, @Nullable Method method) {
        Stream<ConceptKey> detected =
                result.detection().stream()
                        .filter(row -> row.method() == method && row.variant() == Variant.CONCEPT)
                        .map(DetectionRow::key);
        Stream<ConceptKey> steered =
                result.steering().stream()
                        .filter(row -> row.method() == method && row.variant() == Variant.CONCEPT)
                        .map(SteeringRow::key);
        return Stream.concat(detected, steered)
                .findFirst()
                .map(key ->
                        new Origin(
                                key.hook(),
                                Integer.toString(key.layer()),
                                Integer.toString(key.k())))
                .orElse(NONE);
    }
}
