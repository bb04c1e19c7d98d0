package io.factorscope.core.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Reads `config.json` of a Hugging Face folder into a [ModelConfig], one mapper a family.
final class HuggingFaceConfig {
    /// The `model_type`s that can be read; SmolLM2 and Llama 2 and 3 call themselves llama.
    static final List<String> FAMILIES = List.of("gpt2", "llama", "gemma2", "qwen2");

    private final Path file;
    private final ConfigFields fields;
    private final String family;

    private HuggingFaceConfig(Path file, JsonNode json, String family) {
        this.file = file;
        this.fields = new ConfigFields(file, json);
        this.family = family;
    }

    /// **Errors**: `FS-MODEL-002` unknown family, `FS-MODEL-003` a missing or absurd number,
    /// `FS-MODEL-004` an unknown activation.
    static ModelConfig read(Path file) throws FactorscopeException {
        JsonNode json = Json.readTree(file);
        String family = json.path("model_type").asText("none");
        if (!FAMILIES.contains(family)) {
            throw unknown(file, "model_type", family);
        }
        HuggingFaceConfig reader = new HuggingFaceConfig(file, json, family);
        return family.equals("gpt2") ? reader.gpt2() : reader.llamaShaped();
    }

    static FactorscopeException unknown(Path file, String field, String family) {
        return new FactorscopeException(
                "FS-MODEL-002",
                file
                        + " has "
                        + field
                        + " '"
                        + family
                        + "'; supported: "
                        + String.join(", ", FAMILIES)
                        + ". Choose such a model.");
    }

    private ModelConfig gpt2() throws FactorscopeException {
        int dModel = fields.size("n_embd");
        int heads = fields.size("n_head");
        if (dModel % heads != 0) {
            throw fields.bad("n_embd " + dModel + " is not a multiple of n_head " + heads);
        }
        boolean scaled = fields.flag("scale_attn_weights", true);
        int layers = fields.layers("n_layer");
        int dHead = dModel / heads;
        ModelConfig.Attention attention =
                new ModelConfig.Attention(
                        heads,
                        heads,
                        dHead,
                        scaled ? 1 / Math.sqrt(dHead) : 1,
                        fields.flag("scale_attn_by_inverse_layer_idx", false),
                        0,
                        Collections.nCopies(layers, 0),
                        null);
        return new ModelConfig(
                family,
                fields.size("vocab_size"),
                fields.size("n_positions"),
                layers,
                dModel,
                fields.size("n_inner", 4 * dModel),
                attention,
                ModelConfig.Norm.LAYER,
                fields.positive("layer_norm_epsilon", 1e-5),
                false,
                Activation.parse(fields.text("activation_function", "gelu_new"), file),
                false,
                fields.flag("tie_word_embeddings", true),
                1,
                0,
                fields.token("bos_token_id"),
                eos());
    }

    private ModelConfig llamaShaped() throws FactorscopeException {
        boolean gemma = family.equals("gemma2");
        int dModel = fields.size("hidden_size");
        int layers = fields.layers("num_hidden_layers");
        String act =
                fields.text(
                        gemma ? "hidden_activation" : "hidden_act",
                        gemma ? "gelu_pytorch_tanh" : "silu");
        return new ModelConfig(
                family,
                fields.size("vocab_size"),
                fields.size("max_position_embeddings"),
                layers,
                dModel,
                fields.size("intermediate_size"),
                attention(dModel, layers, gemma),
                ModelConfig.Norm.RMS,
                fields.positive("rms_norm_eps", 1e-6),
                gemma,
                Activation.parse(act, file),
                true,
                fields.flag("tie_word_embeddings", gemma),
                gemma ? Math.sqrt(dModel) : 1,
                fields.positive("final_logit_softcapping", 0),
                fields.token("bos_token_id"),
                eos());
    }

    private ModelConfig.Attention attention(int dModel, int layers, boolean gemma)
            throws FactorscopeException {
        int heads = fields.size("num_attention_heads");
        int keyHeads = fields.size("num_key_value_heads", heads);
        if (heads % keyHeads != 0) {
            throw fields.bad(
                    "num_attention_heads "
                            + heads
                            + " is not a multiple of num_key_value_heads "
                            + keyHeads);
        }
        int dHead = fields.size("head_dim", Math.max(1, dModel / heads));
        if (dHead % 2 != 0) {
            throw fields.bad("head_dim " + dHead + " is odd; rotary positions need pairs");
        }
        double scalar = gemma ? fields.positive("query_pre_attn_scalar", dHead) : dHead;
        return new ModelConfig.Attention(
                heads,
                keyHeads,
                dHead,
                1 / Math.sqrt(scalar),
                false,
                fields.positive("attn_logit_softcapping", 0),
                windows(layers, gemma),
                rotary());
    }

    /// Layer types where they are listed; else Gemma 2 alternates, beginning with a window, and the
    /// others use one only where told to.
    private List<Integer> windows(int layers, boolean gemma) throws FactorscopeException {
        boolean used = gemma || fields.flag("use_sliding_window", false);
        int window = used ? fields.size("sliding_window", Integer.MAX_VALUE) : 0;
        List<String> types = fields.texts("layer_types");
        if (!types.isEmpty() && types.size() != layers) {
            throw fields.bad("layer_types lists " + types.size() + " of " + layers + " layers");
        }
        int firstWindow = gemma ? 0 : fields.size("max_window_layers", layers);
        List<Integer> windows = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            boolean sliding =
                    types.isEmpty()
                            ? (gemma ? layer % 2 == 0 : layer >= firstWindow)
                            : types.get(layer).equals("sliding_attention");
            windows.add(sliding && window < Integer.MAX_VALUE ? window : 0);
        }
        return windows;
    }

    /// Both spellings: `rope_parameters`, or `rope_theta` beside `rope_scaling`.
    private Rotary rotary() throws FactorscopeException {
        ConfigFields parameters = fields.child("rope_parameters");
        ConfigFields scaling = parameters != null ? parameters : fields.child("rope_scaling");
        ConfigFields theta =
                parameters != null && parameters.has("rope_theta") ? parameters : fields;
        return new Rotary(theta.positive("rope_theta", 10_000), scaling(scaling), List.of());
    }

    private Rotary.Scaling scaling(@Nullable ConfigFields scaling) throws FactorscopeException {
        String kind =
                scaling == null
                        ? "default"
                        : scaling.text("rope_type", scaling.text("type", "default"));
        if (scaling == null || kind.equals("default")) {
            return Rotary.Scaling.NONE;
        }
        double factor = scaling.positive("factor", 1);
        return switch (kind) {
            case "linear" -> new Rotary.Scaling(Rotary.Scaling.Kind.LINEAR, factor, 1, 1, 1);
            case "llama3" ->
                    new Rotary.Scaling(
                            Rotary.Scaling.Kind.LLAMA3,
                            factor,
                            scaling.positive("low_freq_factor", 1),
                            scaling.positive("high_freq_factor", 4),
                            scaling.size("original_max_position_embeddings"));
            default ->
                    throw new FactorscopeException(
                            "FS-MODEL-010",
                            file
                                    + " asks for the position scaling '"
                                    + kind
                                    + "'; supported: default, linear, llama3. Choose a model"
                                    + " without it.");
        };
    }

    /// The ids in config.json and, where there is one, generation_config.json, which chat models
    /// extend.
    private List<Integer> eos() throws FactorscopeException {
        List<Integer> ids = new ArrayList<>(fields.tokens("eos_token_id"));
        Path other = file.resolveSibling("generation_config.json");
        if (Files.isRegularFile(other)) {
            JsonNode node = Json.readTree(other).path("eos_token_id");
            (node.isArray() ? node : List.of(node))
                    .forEach(id -> {
                        if (id.isInt() && !ids.contains(id.asInt())) {
                            ids.add(id.asInt());
                        }
                    });
        }
        return ids;
    }
}
