package io.factorscope.core.project;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.util.ArrayList;
import java.util.List;

/// The shipped story openings on which steerability is measured.
public final class SteeringPrompts {
    /// How many a quick measurement takes.
    public static final int USUAL = 2;

    private SteeringPrompts() {}

    /// The first `count` of them; more make the figure steadier and take longer.
    public static List<String> first(int count) throws FactorscopeException {
        List<String> prompts = new ArrayList<>();
        for (JsonNode prompt : Json.readTree(Home.data("prompts.json")).path("steering")) {
            prompts.add(prompt.asText());
        }
        return List.copyOf(prompts.subList(0, Math.min(count, prompts.size())));
    }
}
