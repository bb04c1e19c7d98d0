package io.factorscope.core.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.hook.Site;

/// A model's sizes as its own files state them, of whatever family; 0 where they do not.
public record ModelShape(
        String family,
        int layers,
        int dModel,
        int heads,
        int kvHeads,
        int dMlp,
        int vocab,
        int context) {
    /// The sizes in a `config.json`, by the names that the families use.
    static ModelShape of(JsonNode json) {
        JsonNode at = json.path("text_config").isObject() ? json.path("text_config") : json;
        String family = json.path("model_type").asText("unknown");
        int dModel = number(at, "hidden_size", "n_embd", "d_model");
        int heads = number(at, "num_attention_heads", "n_head", "num_heads", "n_heads");
        int kvHeads = number(at, "num_key_value_heads", "n_head_kv");
        int dMlp = number(at, "intermediate_size", "n_inner", "ffn_dim", "d_ff");
        return new ModelShape(
                family,
                number(at, "num_hidden_layers", "n_layer", "num_layers", "n_layers"),
                dModel,
                heads,
                kvHeads == 0 ? heads : kvHeads,
                dMlp == 0 && family.equals("gpt2") ? 4 * dModel : dMlp,
                number(at, "vocab_size"),
                number(at, "max_position_embeddings", "n_positions", "n_ctx", "seq_length"));
    }

    private static int number(JsonNode json, String... names) {
        for (String name : names) {
            if (json.path(name).isInt() && json.path(name).asInt() > 0) {
                return json.path(name).asInt();
            }
        }
        return 0;
    }

    /// The width of a site, in numbers.
    public int width(Site site) {
        return site == Site.MLP_POST ? dMlp : dModel;
    }
}
