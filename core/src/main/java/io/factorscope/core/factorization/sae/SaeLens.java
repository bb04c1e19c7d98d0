package io.factorscope.core.factorization.sae;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.factorization.sae.SaeConfig.Kind;
import io.factorscope.core.factorization.sae.SaeConfig.Scaling;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.Safetensors;
import io.factorscope.core.model.SafetensorsWriter;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// SAELens' folders: `cfg.json` and `sae_weights.safetensors`.
final class SaeLens {
    static final String CONFIG = "cfg.json";
    private static final String WEIGHTS = "sae_weights.safetensors";

    private SaeLens() {}

    static Sae read(Path folder, @Nullable HookPoint given) throws FactorscopeException {
        JsonNode json = Json.readTree(folder.resolve(CONFIG));
        JsonNode about = json.path("metadata");
        Kind kind = kind(folder, json);
        String named = about.path("hook_name").asText(json.path("hook_name").asText(""));
        JsonNode centre =
                about.path("model_from_pretrained_kwargs").isMissingNode()
                        ? json.path("model_from_pretrained_kwargs")
                        : about.path("model_from_pretrained_kwargs");
        JsonNode k = json.has("k") ? json.path("k") : json.path("activation_fn_kwargs").path("k");
        String release = about.path("sae_lens_release").asText("local");
        SaeConfig config =
                new SaeConfig(
                        SaeFolder.hook(folder, named, given),
                        kind,
                        kind == Kind.TOPK ? k.asInt(0) : 0,
                        json.path("apply_b_dec_to_input").asBoolean(true),
                        centre.path("center_writing_weights").asBoolean(false),
                        scaling(folder, json),
                        scale(json),
                        json.path("rescale_acts_by_decoder_norm").asBoolean(false),
                        release,
                        about.path("sae_lens_id").asText(SaeFolder.name(folder)));
        Safetensors file = Safetensors.open(folder.resolve(WEIGHTS));
        int d = file.floats("b_dec").length;
        int features = file.floats("b_enc").length;
        return new Sae(
                config,
                matrix(file, "W_enc", d, features),
                file.floats("b_enc"),
                matrix(file, "W_dec", features, d),
                file.floats("b_dec"),
                kind == Kind.JUMPRELU ? file.floats("threshold") : new float[0]);
    }

    private static Kind kind(Path folder, JsonNode json) throws FactorscopeException {
        String name = json.path("architecture").asText("standard");
        boolean topk = json.path("activation_fn_str").asText("").equals("topk");
        return switch (name) {
            case "standard" -> topk ? Kind.TOPK : Kind.STANDARD;
            case "topk" -> Kind.TOPK;
            case "jumprelu" -> Kind.JUMPRELU;
            default ->
                    throw new FactorscopeException(
                            "FS-SAE-004",
                            folder
                                    + " holds an autoencoder of the kind '"
                                    + name
                                    + "'; expected standard, topk or jumprelu. Choose another.");
        };
    }

    private static Scaling scaling(Path folder, JsonNode json) throws FactorscopeException {
        String name = json.path("normalize_activations").asText("none");
        return switch (name) {
            case "none", "None", "null" -> Scaling.NONE;
            case "layer_norm" -> Scaling.LAYER_NORM;
            case "constant_norm_rescale" -> Scaling.UNIT;
            case "expected_average_only_in" -> Scaling.CONSTANT;
            default ->
                    throw new FactorscopeException(
                            "FS-SAE-004",
                            folder
                                    + " asks for the scaling '"
                                    + name
                                    + "'; expected none, layer_norm, constant_norm_rescale or"
                                    + " expected_average_only_in. Choose another.");
        };
    }

    /// The factor of `expected_average_only_in`; 1 where it is in the weights already.
    private static double scale(JsonNode json) {
        double given = json.path("norm_scaling_factor").asDouble(1);
        return given > 0 ? given : 1;
    }

    private static float[] matrix(Safetensors file, String name, int rows, int columns)
            throws FactorscopeException {
        long[] shape = file.shape(name);
        if (!Arrays.equals(shape, new long[] {rows, columns})) {
            throw new FactorscopeException(
                    "FS-SAE-002",
                    file.path()
                            + ": "
                            + name
                            + " is "
                            + Arrays.toString(shape)
                            + "; expected ["
                            + rows
                            + ", "
                            + columns
                            + "]. Download or write it again.");
        }
        return file.floats(name);
    }

    /// Writes an autoencoder as SAELens does, all or nothing.
    static void write(Sae sae, SaeConfig config, Path folder) throws FactorscopeException {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("hook_name", config.hook().name());
        about.put("sae_lens_release", config.release());
        about.put("sae_lens_id", config.id());
        if (config.centred()) {
            about.put("model_from_pretrained_kwargs", Map.of("center_writing_weights", true));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architecture", config.kind().name().toLowerCase(Locale.ROOT));
        json.put("d_in", sae.d());
        json.put("d_sae", sae.features());
        json.put("dtype", "float32");
        json.put("apply_b_dec_to_input", config.subtractBias());
        json.put("normalize_activations", word(config.scaling()));
        if (config.scaling() == Scaling.CONSTANT) {
            json.put("norm_scaling_factor", config.scale());
        }
        if (config.kind() == Kind.TOPK) {
            json.put("k", config.k());
            json.put("rescale_acts_by_decoder_norm", config.byDecoderNorm());
        }
        json.put("metadata", about);
        SafetensorsWriter tensors =
                new SafetensorsWriter()
                        .add("W_enc", sae.encoder(), sae.d(), sae.features())
                        .add("b_enc", sae.encoderBias(), sae.features())
                        .add("W_dec", sae.decoder(), sae.features(), sae.d())
                        .add("b_dec", sae.decoderBias(), sae.d());
        if (config.kind() == Kind.JUMPRELU) {
            tensors.add("threshold", sae.thresholds(), sae.features());
        }
        AtomicFiles.writeFolder(
                folder,
                beside -> {
                    Json.write(beside.resolve(CONFIG), json);
                    tensors.write(beside.resolve(WEIGHTS));
                });
    }

    private static String word(Scaling scaling) {
        return switch (scaling) {
            case NONE -> "none";
            case LAYER_NORM -> "layer_norm";
            case UNIT -> "constant_norm_rescale";
            case CONSTANT -> "expected_average_only_in";
        };
    }
}
