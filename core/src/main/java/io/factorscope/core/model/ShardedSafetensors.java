package io.factorscope.core.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Weights in several safetensors files that `model.safetensors.index.json` lists.
final class ShardedSafetensors implements WeightFile {
    static final String INDEX = "model.safetensors.index.json";

    private final Path index;
    private final Map<String, Safetensors> shards;

    private ShardedSafetensors(Path index, Map<String, Safetensors> shards) {
        this.index = index;
        this.shards = shards;
    }

    /// **Errors**: `FS-MODEL-001` a listed file is missing, `FS-MODEL-011` the index is broken,
    /// `FS-MODEL-005` a file is.
    static ShardedSafetensors open(Path index) throws FactorscopeException {
        Map<String, Safetensors> byName = new HashMap<>();
        Map<String, Safetensors> byTensor = new HashMap<>();
        JsonNode map = Json.readTree(index).path("weight_map");
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String name = entry.getValue().asText();
            Safetensors shard = byName.get(name);
            if (shard == null) {
                shard = shard(index, name);
                byName.put(name, shard);
            }
            byTensor.put(entry.getKey(), shard);
        }
        if (byTensor.isEmpty()) {
            throw broken(index, "it has no weight_map");
        }
        return new ShardedSafetensors(index, byTensor);
    }

    private static Safetensors shard(Path index, String name) throws FactorscopeException {
        // A plain name only: an index must not make us read files elsewhere.
        if (!name.matches("[\\w.-]+\\.safetensors")) {
            throw broken(index, "it names the file '" + name + "'");
        }
        Path file = index.resolveSibling(name);
        if (!Files.isRegularFile(file)) {
            throw new FactorscopeException(
                    "FS-MODEL-001",
                    index.getParent()
                            + " has no "
                            + name
                            + ", which "
                            + INDEX
                            + " lists. Download or copy the missing file.");
        }
        return Safetensors.open(file);
    }

    private static FactorscopeException broken(Path index, String why) {
        return new FactorscopeException(
                "FS-MODEL-011",
                index
                        + " is not an index of safetensors files: "
                        + why
                        + "; expected a weight_map from tensor names to files beside it. Copy it"
                        + " again.");
    }

    @Override
    public Path path() {
        return index;
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(shards.keySet());
    }

    @Override
    public @Nullable StoredTensor find(String name) {
        Safetensors shard = shards.get(name);
        return shard == null ? null : shard.find(name);
    }
}
