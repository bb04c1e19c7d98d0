package io.factorscope.core.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A step's result: a JSON list with one row a concept, and beside it `NAME.spec.json`, which says
/// how it was made.
public final class ResultFile {
    private ResultFile() {}

    /// What the second file holds.
    private record Made(Object spec, Provenance provenance) {}

    /// Writes both, each whole or not at all.
    public static void write(Path file, List<?> rows, Object spec, Provenance provenance)
            throws FactorscopeException {
        Json.write(beside(file), new Made(spec, provenance));
        Json.write(file, rows);
    }

    /// Where a result's spec is.
    public static Path beside(Path file) {
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.replaceFirst("\\.json$", "") + ".spec.json");
    }

    /// The provenance of something made of these files, without a device.
    public static Provenance of(long seed, Map<String, Path> inputs) throws FactorscopeException {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (Map.Entry<String, Path> input : inputs.entrySet()) {
            hashes.put(input.getKey(), Hashes.sha256(input.getValue()));
        }
        return Provenance.now("none", seed, hashes);
    }

    /// The rows of a file.
    ///
    /// **Errors**: as [Json#readTree], and `FS-EXP-001` when they are not such rows.
    public static <T> List<T> read(Path file, Class<T> type) throws FactorscopeException {
        JsonNode json = Json.readTree(file);
        if (!json.isArray()) {
            throw wrong(file, type, "it is not a list");
        }
        List<T> rows = new ArrayList<>();
        for (JsonNode node : json) {
            try {
                T row = Json.mapper().treeToValue(node, type);
                if (row == null || !Json.isWhole(row)) {
                    throw wrong(file, type, "row " + rows.size() + " lacks something");
                }
                rows.add(row);
            } catch (JsonProcessingException | NullPointerException e) {
                throw wrong(file, type, "row " + rows.size() + " is another thing");
            }
        }
        return rows;
    }

    private static FactorscopeException wrong(Path file, Class<?> type, String why) {
        return new FactorscopeException(
                "FS-EXP-001",
                file
                        + " is not the result expected ("
                        + type.getSimpleName()
                        + "): "
                        + why
                        + ". Name the file that the step before wrote.");
    }
}
