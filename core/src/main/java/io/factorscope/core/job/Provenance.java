package io.factorscope.core.job;

import java.util.Map;

/// Where a result came from, so that it can be made again.
///
/// `inputs` maps a name (`model`, `data`) to the SHA-256 of what was read.
public record Provenance(
        String version, String created, String device, long seed, Map<String, String> inputs) {
    /// The program's version, stored with every result.
    public static final String VERSION = "0.1.0";

    /// A copy that nobody can change.
    public Provenance {
        inputs = Map.copyOf(inputs);
    }

    /// The provenance of a result made now.
    public static Provenance now(String device, long seed, Map<String, String> inputs) {
        return new Provenance(VERSION, java.time.Instant.now().toString(), device, seed, inputs);
    }
}
