package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Looks at a model folder or a GGUF file and finds everything that is missing or wrong at once,
/// with the readers that opening it would use.
///
/// **Cost**: reads configuration, tokenizer and the weights' index, never weights. **Errors**:
/// `FS-FILE-003` when there is nothing at the path; what is wrong with a model that is there is in
/// the result.
public final class ModelInspector {
    /// So many wrong tensors are named; the others are counted.
    private static final int NAMED = 5;

    private final Path path;
    private final List<String> problems = new ArrayList<>();

    private ModelInspector(Path path) {
        this.path = path;
    }

    /// Inspects a folder, or a GGUF file.
    public static ModelInspection inspect(Path path) throws FactorscopeException {
        if (!Files.exists(path)) {
            throw new FactorscopeException(
                    "FS-FILE-003", path + " does not exist. Check the path.");
        }
        return new ModelInspector(path).inspect();
    }

    private ModelInspection inspect() throws FactorscopeException {
        ModelFiles files = files();
        ModelConfig config = files == null ? partConfig() : files.config();
        long parameters = 0;
        long inLayers = 0;
        Map<String, Long> types = new LinkedHashMap<>();
        if (files != null) {
            checkTokenizer(files);
            checkTensors(files);
            for (TensorPlan.Required required : files.required()) {
                StoredTensor tensor = files.weights().find(required.name());
                if (tensor != null) {
                    parameters += tensor.count();
                    inLayers += required.layer() >= 0 ? tensor.count() : 0;
                    types.merge(tensor.type().name(), tensor.count(), Long::sum);
                }
            }
        }
        return new ModelInspection(
                path, family(config), config, parameters, inLayers, types, bytes(), problems);
    }

    private @Nullable ModelFiles files() {
        try {
            return ModelFiles.at(path);
        } catch (FactorscopeException e) {
            problem(e);
            return null;
        }
    }

    /// Where the whole cannot be read: what is wrong with each part of a folder.
    private @Nullable ModelConfig partConfig() {
        Path file = path.resolve("config.json");
        Path tokenizer = path.resolve("tokenizer.json");
        if (!Files.isDirectory(path)) {
            return null;
        }
        String none = path + " has no tokenizer.json";
        if (!Files.isRegularFile(tokenizer)
                && problems.stream().noneMatch(known -> known.startsWith(none))) {
            problems.add(none);
        }
        boolean weights =
                Stream.of("model.safetensors", ShardedSafetensors.INDEX)
                        .anyMatch(name -> Files.isRegularFile(path.resolve(name)));
        if (!weights && problems.stream().noneMatch(known -> known.contains("pickle"))) {
            problems.add(path + " has no model.safetensors");
        }
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            return HuggingFaceConfig.read(file);
        } catch (FactorscopeException e) {
            problem(e);
            return null;
        }
    }

    private void problem(FactorscopeException e) {
        String said = String.valueOf(e.getMessage());
        if (problems.stream()
                .noneMatch(known -> known.startsWith(said) || said.startsWith(known))) {
            problems.add(said);
        }
    }

    private void checkTokenizer(ModelFiles files) {
        try (Tokenizer tokenizer = files.tokenizer()) {
            if (tokenizer.size() > files.config().vocab()) {
                problems.add(
                        "the tokenizer knows "
                                + tokenizer.size()
                                + " tokens, the model "
                                + files.config().vocab());
            }
        } catch (FactorscopeException e) {
            problem(e);
        }
    }

    private void checkTensors(ModelFiles files) {
        int wrong = 0;
        for (TensorPlan.Required required : files.required()) {
            try {
                required.in(files.weights());
            } catch (FactorscopeException e) {
                wrong++;
                if (wrong <= NAMED) {
                    problem(e);
                }
            }
        }
        if (wrong > NAMED) {
            problems.add((wrong - NAMED) + " more tensors are missing or of another shape");
        }
    }

    /// What the files call it, where the configuration is not one that we can use.
    private String family(@Nullable ModelConfig config) {
        if (config != null) {
            return config.family();
        }
        try {
            return Files.isDirectory(path)
                    ? Json.readTree(path.resolve("config.json"))
                            .path("model_type")
                            .asText("unknown")
                    : String.valueOf(Gguf.open(path).metadata().get("general.architecture"));
        } catch (FactorscopeException e) {
            return "unknown";
        }
    }

    private long bytes() throws FactorscopeException {
        try (Stream<Path> files = Files.walk(path)) {
            long total = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                total += Files.size(file);
            }
            return total;
        } catch (IOException e) {
            throw Json.cannotRead(path, e);
        }
    }
}
