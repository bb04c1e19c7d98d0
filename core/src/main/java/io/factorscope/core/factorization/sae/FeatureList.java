package io.factorscope.core.factorization.sae;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Lists of features of autoencoders, as `*_mlp_features.json` files hold them.
public final class FeatureList {
    private FeatureList() {}

    /// One feature: its layer, its index, its autoencoder, and what it is about, perhaps empty.
    public record Feature(
            int layer,
            int index,
            @JsonProperty("sae_lens_release") String release,
            @JsonProperty("sae_lens_id") String id,
            String description) {}

    /// Reads a list.
    ///
    /// **Errors**: `FS-SAE-006` when it is not such a list, naming the entry.
    public static List<Feature> read(Path file) throws FactorscopeException {
        JsonNode json = Json.readTree(file);
        List<Feature> features = new ArrayList<>();
        for (JsonNode entry : json) {
            boolean fine = entry.path("layer").isInt() && entry.path("index").isInt();
            if (!fine || !json.isArray()) {
                throw wrong(file, "entry " + features.size() + " is " + entry);
            }
            features.add(
                    new Feature(
                            entry.path("layer").asInt(),
                            entry.path("index").asInt(),
                            entry.path("sae_lens_release").asText(""),
                            entry.path("sae_lens_id").asText(""),
                            entry.path("description").asText("")));
        }
        if (features.isEmpty()) {
            throw wrong(file, "it has no entries");
        }
        return List.copyOf(features);
    }

    private static FactorscopeException wrong(Path file, String why) {
        String start = why.length() > 120 ? why.substring(0, 120) + "…" : why;
        return new FactorscopeException(
                "FS-SAE-006",
                file
                        + " is no list of features: "
                        + start
                        + "; expected [{\"layer\", \"index\", \"sae_lens_release\","
                        + " \"sae_lens_id\", \"description\"}]. Choose another file.");
    }

    /// Writes a list, atomically.
    public static void write(Path file, List<Feature> features) throws FactorscopeException {
        Json.write(file, features);
    }

    /// Draws `count` of the candidates without repetition, in order of index; all where there are
    /// fewer. **Randomness**: `seed`.
    public static List<Integer> sample(List<Integer> candidates, int count, long seed) {
        List<Integer> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.stream().limit(count).sorted().toList();
    }
}
