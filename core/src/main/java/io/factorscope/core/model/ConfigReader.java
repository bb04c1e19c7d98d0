package io.factorscope.core.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.nio.file.Path;

/// Reads `config.json` of a Hugging Face folder into a [ModelConfig].
final class ConfigReader {
    private static final int LARGEST = 1 << 24;

    private final Path file;
    private final JsonNode json;

    private ConfigReader(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    /// **Errors**: `FS-MODEL-002` unknown family, `FS-MODEL-003` a missing or absurd number.
    static ModelConfig read(Path file) throws FactorscopeException {
        JsonNode json = Json.readTree(file);
        String family = json.path("model_type").asText("none");
        if (!family.equals("gpt2")) {
            throw new FactorscopeException(
                    "FS-MODEL-002",
                    file
                            + " has model_type '"
                            + family
                            + "'; supported: gpt2. Choose such a model.");
        }
        return new ConfigReader(file, json).gpt2();
    }

    private ModelConfig gpt2() throws FactorscopeException {
        int dModel = size("n_embd", 0);
        int heads = size("n_head", 0);
        if (dModel % heads != 0) {
            throw bad("n_embd " + dModel + " is not a multiple of n_head " + heads);
        }
        boolean scaled = json.path("scale_attn_weights").asBoolean(true);
        return new ModelConfig(
                "gpt2",
                size("vocab_size", 0),
                size("n_positions", 0),
                size("n_layer", 0),
                dModel,
                heads,
                size("n_inner", 4 * dModel),
                Activation.parse(json.path("activation_function").asText("gelu_new"), file),
                json.path("layer_norm_epsilon").asDouble(1e-5),
                scaled ? 1 / Math.sqrt((double) dModel / heads) : 1,
                json.path("scale_attn_by_inverse_layer_idx").asBoolean(false),
                special("bos_token_id"),
                special("eos_token_id"));
    }

    /// The id of a special token, or -1 where the model has none.
    private int special(String name) throws FactorscopeException {
        int id = json.path(name).asInt(-1);
        if (id >= json.path("vocab_size").asInt()) {
            throw bad(name + " is " + id + ", not below vocab_size");
        }
        return id;
    }

    private int size(String name, int otherwise) throws FactorscopeException {
        JsonNode value = json.path(name);
        if ((value.isMissingNode() || value.isNull()) && otherwise > 0) {
            return otherwise;
        }
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > LARGEST) {
            throw bad(name + " is " + (value.isMissingNode() ? "missing" : value));
        }
        return value.asInt();
    }

    private FactorscopeException bad(String what) {
        return new FactorscopeException(
                "FS-MODEL-003",
                file
                        + ": "
                        + what
                        + "; expected whole numbers between 1 and "
                        + LARGEST
                        + ". Copy the model's config.json again.");
    }
}
