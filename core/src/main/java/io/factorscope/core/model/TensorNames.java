package io.factorscope.core.model;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/// What a family's files call each tensor, without `.weight` and `.bias`; `%d` is the layer.
///
/// `fused`: one matrix holds queries, keys and values. `inByOut`: matrices are stored `[in, out]`.
/// `normOffset` is added to norm weights. `permuted`: rows of queries and keys are stored in pairs.
/// `biased` must have a bias; elsewhere one is taken where the file has it.
///
/// **Source**: the checkpoints of Hugging Face transformers, and llama.cpp's GGUF names.
record TensorNames(
        String embedding,
        @Nullable String positions,
        String finalNorm,
        String unembedding,
        Map<Role, String> layer,
        Set<Role> biased,
        boolean fused,
        boolean inByOut,
        double normOffset,
        boolean permuted) {
    private static final Set<Role> GPT2_BIASED =
            Set.of(
                    Role.ATTENTION_NORM,
                    Role.QUERIES,
                    Role.ATTENTION_OUT,
                    Role.MLP_NORM,
                    Role.UP,
                    Role.DOWN);
    private static final Set<Role> QWEN2_BIASED = Set.of(Role.QUERIES, Role.KEYS, Role.VALUES);

    /// The names in a Hugging Face folder of this family.
    static TensorNames huggingFace(String family, Set<String> present) {
        if (family.equals("gpt2")) {
            return gpt2(present.contains("wte.weight") ? "" : "transformer.");
        }
        boolean gemma = family.equals("gemma2");
        String block = "model.layers.%d.";
        // Gemma's post_attention_layernorm is what it says; Llama's is the norm before the MLP.
        Map<Role, String> norms =
                gemma
                        ? Map.of(
                                Role.ATTENTION_POST_NORM, block + "post_attention_layernorm",
                                Role.MLP_NORM, block + "pre_feedforward_layernorm",
                                Role.MLP_POST_NORM, block + "post_feedforward_layernorm")
                        : Map.of(Role.MLP_NORM, block + "post_attention_layernorm");
        Map<Role, String> layer =
                Map.of(
                        Role.ATTENTION_NORM, block + "input_layernorm",
                        Role.QUERIES, block + "self_attn.q_proj",
                        Role.KEYS, block + "self_attn.k_proj",
                        Role.VALUES, block + "self_attn.v_proj",
                        Role.ATTENTION_OUT, block + "self_attn.o_proj",
                        Role.GATE, block + "mlp.gate_proj",
                        Role.UP, block + "mlp.up_proj",
                        Role.DOWN, block + "mlp.down_proj");
        return new TensorNames(
                "model.embed_tokens",
                null,
                "model.norm",
                "lm_head",
                joined(layer, norms),
                family.equals("qwen2") ? QWEN2_BIASED : Set.of(),
                false,
                false,
                gemma ? 1 : 0,
                false);
    }

    private static TensorNames gpt2(String prefix) {
        String block = prefix + "h.%d.";
        Map<Role, String> layer =
                Map.of(
                        Role.ATTENTION_NORM, block + "ln_1",
                        Role.QUERIES, block + "attn.c_attn",
                        Role.ATTENTION_OUT, block + "attn.c_proj",
                        Role.MLP_NORM, block + "ln_2",
                        Role.UP, block + "mlp.c_fc",
                        Role.DOWN, block + "mlp.c_proj");
        return new TensorNames(
                prefix + "wte",
                prefix + "wpe",
                prefix + "ln_f",
                "lm_head",
                layer,
                GPT2_BIASED,
                true,
                true,
                0,
                false);
    }

    /// The names in a GGUF file of this family; Gemma's norms already hold the added 1.
    static TensorNames gguf(String family) {
        boolean gpt2 = family.equals("gpt2");
        String block = "blk.%d.";
        Map<Role, String> queries =
                gpt2
                        ? Map.of(Role.QUERIES, block + "attn_qkv")
                        : Map.of(
                                Role.QUERIES, block + "attn_q",
                                Role.KEYS, block + "attn_k",
                                Role.VALUES, block + "attn_v",
                                Role.GATE, block + "ffn_gate",
                                Role.ATTENTION_POST_NORM, block + "post_attention_norm",
                                Role.MLP_POST_NORM, block + "post_ffw_norm");
        Map<Role, String> layer =
                Map.of(
                        Role.ATTENTION_NORM, block + "attn_norm",
                        Role.ATTENTION_OUT, block + "attn_output",
                        Role.MLP_NORM, block + "ffn_norm",
                        Role.UP, block + "ffn_up",
                        Role.DOWN, block + "ffn_down");
        Set<Role> biased = family.equals("qwen2") ? QWEN2_BIASED : Set.of();
        return new TensorNames(
                "token_embd",
                gpt2 ? "position_embd" : null,
                "output_norm",
                "output",
                joined(layer, queries),
                gpt2 ? GPT2_BIASED : biased,
                gpt2,
                false,
                0,
                family.equals("llama"));
    }

    private static Map<Role, String> joined(Map<Role, String> a, Map<Role, String> b) {
        Map<Role, String> all = new java.util.EnumMap<>(a);
        all.putAll(b);
        return Map.copyOf(all);
    }

    /// A tensor's name in one layer.
    String in(int layerNumber, Role role) {
        return layer.getOrDefault(role, "").replace("%d", Integer.toString(layerNumber));
    }
}
