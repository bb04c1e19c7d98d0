package io.factorscope.core.factorization.sae;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.factorization.sae.SaeConfig.Kind;
import io.factorscope.core.factorization.sae.SaeConfig.Scaling;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.Safetensors;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npz;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Autoencoders on disk: reads the folders of SAELens, Gemma Scope and Llama Scope, writes
/// SAELens'.
///
/// **Errors**: `FS-SAE-001` a folder of another form, `FS-SAE-002` parts that do not fit,
/// `FS-SAE-003` an unknown hook point, `FS-SAE-004` a kind that is not read; those of the files.
public final class SaeFolder {
    private static final String GEMMA = "params.npz";
    private static final String LLAMA = "hyperparams.json";
    private static final String LLAMA_WEIGHTS = "checkpoints/final.safetensors";

    private SaeFolder() {}

    /// Reads a folder of any of the three forms; `hook` where the folder does not say its own.
    public static Sae read(Path folder, @Nullable HookPoint hook) throws FactorscopeException {
        if (Files.exists(folder.resolve(SaeLens.CONFIG))) {
            return SaeLens.read(folder, hook);
        }
        if (Files.exists(folder.resolve(GEMMA))) {
            return gemmaScope(folder, hook);
        }
        if (Files.exists(folder.resolve(LLAMA))) {
            return llamaScope(folder, hook);
        }
        throw new FactorscopeException(
                "FS-SAE-001",
                folder
                        + " is no folder of a sparse autoencoder; expected cfg.json with"
                        + " sae_weights.safetensors (SAELens), params.npz (Gemma Scope) or"
                        + " hyperparams.json with checkpoints/final.safetensors (Llama Scope).");
    }

    private static Sae gemmaScope(Path folder, @Nullable HookPoint hook)
            throws FactorscopeException {
        Path file = folder.resolve(GEMMA);
        SaeConfig config =
                SaeConfig.plain(hook(folder, "", hook), Kind.JUMPRELU, 0, false)
                        .named("gemma-scope", name(folder));
        return new Sae(
                config,
                Npz.read(file, "W_enc", 2).values(),
                Npz.read(file, "b_enc", 1).values(),
                Npz.read(file, "W_dec", 2).values(),
                Npz.read(file, "b_dec", 1).values(),
                Npz.read(file, "threshold", 1).values());
    }

    private static Sae llamaScope(Path folder, @Nullable HookPoint given)
            throws FactorscopeException {
        JsonNode json = Json.readTree(folder.resolve(LLAMA));
        Safetensors file = Safetensors.open(folder.resolve(LLAMA_WEIGHTS));
        float[] bias = file.floats("decoder.bias");
        float[] encoderBias = file.floats("encoder.bias");
        int d = bias.length;
        double norm = json.path("dataset_average_activation_norm").path("in").asDouble(0);
        boolean scaled = json.path("norm_activation").asText("").equals("dataset-wise");
        if (scaled && norm <= 0) {
            throw new FactorscopeException(
                    "FS-SAE-004",
                    folder.resolve(LLAMA)
                            + " lacks dataset_average_activation_norm.in, by which the input is"
                            + " scaled. Download it again.");
        }
        SaeConfig config =
                new SaeConfig(
                        hook(folder, json.path("hook_point_in").asText(""), given),
                        Kind.JUMPRELU,
                        0,
                        json.path("apply_decoder_bias_to_pre_encoder").asBoolean(false),
                        false,
                        scaled ? Scaling.CONSTANT : Scaling.NONE,
                        scaled ? Math.sqrt(d) / norm : 1,
                        false,
                        "llama-scope",
                        name(folder));
        float[] thresholds = new float[encoderBias.length];
        Arrays.fill(thresholds, (float) json.path("jump_relu_threshold").asDouble(0));
        float[] encoder = transposed(file.floats("encoder.weight"), encoderBias.length, d);
        float[] decoder = transposed(file.floats("decoder.weight"), d, encoderBias.length);
        return new Sae(config, encoder, encoderBias, decoder, bias, thresholds);
    }

    private static float[] transposed(float[] values, int rows, int columns)
            throws FactorscopeException {
        if (values.length != rows * columns) {
            throw new FactorscopeException(
                    "FS-SAE-002",
                    "The autoencoder has a matrix of "
                            + values.length
                            + " numbers; expected "
                            + rows
                            + " × "
                            + columns
                            + ". Download it again.");
        }
        float[] out = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                out[column * rows + row] = values[row * columns + column];
            }
        }
        return out;
    }

    static HookPoint hook(Path folder, String named, @Nullable HookPoint given)
            throws FactorscopeException {
        if (given != null) {
            return given;
        }
        if (named.isEmpty()) {
            throw new FactorscopeException(
                    "FS-SAE-003",
                    folder
                            + " does not say where the autoencoder reads the model; expected a hook"
                            + " point such as blocks.3.hook_mlp_out. Give it with --hook.");
        }
        try {
            return HookPoint.parse(afterTheBlockBefore(named));
        } catch (FactorscopeException e) {
            throw new FactorscopeException(
                    "FS-SAE-003",
                    folder
                            + " reads the model at '"
                            + named
                            + "'; expected hook_mlp_out, hook_resid_post, hook_mlp_in or"
                            + " mlp.hook_post of a layer. Choose another autoencoder.",
                    e);
        }
    }

    /// The residual stream before block N is the one after block N − 1.
    private static String afterTheBlockBefore(String hook) {
        String[] parts = hook.split("\\.");
        boolean before = parts.length == 3 && parts[2].equals("hook_resid_pre");
        return before && parts[1].matches("[1-9]\\d{0,3}")
                ? "blocks." + (Integer.parseInt(parts[1]) - 1) + ".hook_resid_post"
                : hook;
    }

    static String name(Path folder) {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    /// Writes an autoencoder as SAELens does, all or nothing.
    public static void write(Sae sae, Path folder) throws FactorscopeException {
        SaeLens.write(sae, sae.config(), folder);
    }

    /// The same under another name.
    public static void write(Sae sae, String release, String id, Path folder)
            throws FactorscopeException {
        SaeLens.write(sae, sae.config().named(release, id), folder);
    }
}
