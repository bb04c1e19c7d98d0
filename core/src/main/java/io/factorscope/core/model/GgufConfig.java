package io.factorscope.core.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.TokenizerParts;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Reads configuration and tokenizer from a GGUF file's metadata.
///
/// **Source**: the keys that llama.cpp's converter writes; what it leaves out (Gemma 2's query
/// scale) is what its loader assumes.
final class GgufConfig {
    private static final int GEMMA2_27B_LAYERS = 46;

    private final Gguf file;
    private final String family;
    private final ConfigFields fields;
    private final ConfigFields tokens;

    private GgufConfig(Gguf file, String family) {
        this.file = file;
        this.family = family;
        this.fields = fields(file, family + ".");
        this.tokens = fields(file, "tokenizer.ggml.");
    }

    /// A view of one group of keys; texts and numbers only, lists are large and read elsewhere.
    private static ConfigFields fields(Gguf file, String prefix) {
        ObjectNode group = Json.mapper().createObjectNode();
        for (Map.Entry<String, Object> entry : file.metadata().entrySet()) {
            if (entry.getKey().startsWith(prefix) && !(entry.getValue() instanceof List)) {
                group.set(
                        entry.getKey().substring(prefix.length()),
                        Json.mapper().valueToTree(entry.getValue()));
            }
        }
        return new ConfigFields(file.path(), group);
    }

    /// **Errors**: `FS-MODEL-002` unknown family, `FS-MODEL-003` a missing or absurd number.
    static ModelConfig config(Gguf file) throws FactorscopeException {
        String family = String.valueOf(file.metadata().get("general.architecture"));
        if (!HuggingFaceConfig.FAMILIES.contains(family)) {
            throw HuggingFaceConfig.unknown(file.path(), "general.architecture", family);
        }
        return new GgufConfig(file, family).config();
    }

    private ModelConfig config() throws FactorscopeException {
        boolean gpt2 = family.equals("gpt2");
        boolean gemma = family.equals("gemma2");
        int dModel = fields.size("embedding_length");
        int layers = fields.layers("block_count");
        return new ModelConfig(
                family,
                vocab(),
                fields.size("context_length"),
                layers,
                dModel,
                fields.size("feed_forward_length"),
                attention(dModel, layers),
                gpt2 ? ModelConfig.Norm.LAYER : ModelConfig.Norm.RMS,
                fields.positive(
                        gpt2 ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon",
                        1e-5),
                gemma,
                gpt2 || gemma ? Activation.GELU_TANH : Activation.SILU,
                !gpt2,
                file.find("output.weight") == null,
                gemma ? Math.sqrt(dModel) : 1,
                fields.positive("final_logit_softcapping", 0),
                bos(),
                eos());
    }

    private int vocab() throws FactorscopeException {
        StoredTensor embedding = file.find("token_embd.weight");
        if (embedding == null
                || embedding.shape().size() != 2
                || embedding.shape().getFirst() > 1 << 24) {
            throw fields.bad(
                    "token_embd.weight is " + (embedding == null ? "missing" : embedding.shape()));
        }
        return Math.toIntExact(embedding.shape().getFirst());
    }

    private ModelConfig.Attention attention(int dModel, int layers) throws FactorscopeException {
        boolean gpt2 = family.equals("gpt2");
        boolean gemma = family.equals("gemma2");
        int heads = fields.size("attention.head_count");
        int keyHeads = fields.size("attention.head_count_kv", heads);
        int dHead = fields.size("attention.key_length", Math.max(1, dModel / heads));
        if (heads % keyHeads != 0 || (gpt2 ? dModel % heads : dHead % 2) != 0) {
            throw fields.bad(
                    heads + " heads, " + keyHeads + " key heads and a head width of " + dHead);
        }
        double scalar = gemma && layers == GEMMA2_27B_LAYERS ? (double) dModel / heads : dHead;
        int window = gemma ? fields.size("attention.sliding_window", 4096) : 0;
        List<Integer> windows =
                gemma
                        ? IntStream.range(0, layers)
                                .map(i -> i % 2 == 0 ? window : 0)
                                .boxed()
                                .toList()
                        : Collections.nCopies(layers, 0);
        return new ModelConfig.Attention(
                heads,
                keyHeads,
                dHead,
                1 / Math.sqrt(scalar),
                false,
                fields.positive("attn_logit_softcapping", 0),
                windows,
                gpt2 ? null : rotary(dHead));
    }

    private Rotary rotary(int dHead) throws FactorscopeException {
        String kind = fields.text("rope.scaling.type", "none");
        if (!kind.equals("none") && !kind.equals("linear")) {
            throw new FactorscopeException(
                    "FS-MODEL-010",
                    file.path()
                            + " asks for the position scaling '"
                            + kind
                            + "'; supported: none, linear. Choose a model without it.");
        }
        Rotary.Scaling scaling =
                kind.equals("none")
                        ? Rotary.Scaling.NONE
                        : new Rotary.Scaling(
                                Rotary.Scaling.Kind.LINEAR,
                                fields.positive("rope.scaling.factor", 1),
                                1,
                                1,
                                1);
        return new Rotary(fields.positive("rope.freq_base", 10_000), scaling, factors(dHead));
    }

    /// Llama 3's position scaling comes as a tensor of divisors.
    private List<Float> factors(int dHead) throws FactorscopeException {
        if (file.find("rope_freqs.weight") == null) {
            return List.of();
        }
        StoredTensor tensor = file.require("rope_freqs.weight", dHead / 2);
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            List<Float> factors = new ArrayList<>();
            for (float x : TensorLoader.decode(channel, tensor, 0, dHead / 2)) {
                if (!(x > 0) || Float.isInfinite(x)) {
                    throw fields.bad("rope_freqs.weight holds " + x);
                }
                factors.add(x);
            }
            return factors;
        } catch (IOException e) {
            throw Json.cannotRead(file.path(), e);
        }
    }

    /// The file's add_bos_token decides; without it, what llama.cpp does for such a tokenizer.
    private int bos() throws FactorscopeException {
        boolean usual =
                tokens.text("model", "").equals("llama")
                        || tokens.text("pre", "").equals("llama-bpe");
        return tokens.flag("add_bos_token", usual) ? special("bos_token_id") : -1;
    }

    private List<Integer> eos() throws FactorscopeException {
        List<Integer> ids = new ArrayList<>();
        for (String name : List.of("eos_token_id", "eot_token_id")) {
            int id = special(name);
            if (id >= 0 && !ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private int special(String name) throws FactorscopeException {
        int id = tokens.number(name, -1);
        if (id < -1 || id >= vocab()) {
            throw tokens.bad(
                    "tokenizer.ggml." + name + " is " + id + ", not below the vocabulary's size");
        }
        return id;
    }

    /// **Errors**: `FS-MODEL-003` where the lists are missing or of different lengths.
    static TokenizerParts tokenizer(Gguf file) throws FactorscopeException {
        ConfigFields fields = fields(file, "tokenizer.ggml.");
        List<String> tokens = list(file, "tokens", String.class);
        List<Integer> types =
                list(file, "token_type", Long.class).stream().map(Long::intValue).toList();
        List<Float> scores =
                list(file, "scores", Double.class).stream().map(Double::floatValue).toList();
        boolean wrong = !types.isEmpty() && types.size() != tokens.size();
        if (tokens.isEmpty() || wrong) {
            throw fields.bad(
                    "tokenizer.ggml.tokens lists "
                            + tokens.size()
                            + " tokens and "
                            + types.size()
                            + " types");
        }
        return new TokenizerParts(
                fields.text("model", "none"),
                fields.text("pre", "gpt-2"),
                tokens,
                types,
                list(file, "merges", String.class),
                scores,
                fields.flag("add_space_prefix", true));
    }

    private static <T> List<T> list(Gguf file, String name, Class<T> type)
            throws FactorscopeException {
        if (!(file.metadata().get("tokenizer.ggml." + name) instanceof List<?> values)) {
            return List.of();
        }
        List<T> out = new ArrayList<>();
        for (Object value : values) {
            if (!type.isInstance(value)) {
                throw fields(file, "tokenizer.ggml.")
                        .bad("tokenizer.ggml." + name + " holds " + value);
            }
            out.add(type.cast(value));
        }
        return out;
    }
}
