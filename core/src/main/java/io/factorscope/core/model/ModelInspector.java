package io.factorscope.core.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Looks at a model folder or a GGUF file and finds everything that is missing or wrong at once.
///
/// **Cost**: reads configurations and headers, never weights. **Errors**: `FS-FILE-003` when there
/// is nothing at the path; what is wrong with a model that is there is in the result.
public final class ModelInspector {
    private static final String INDEX = "model.safetensors.index.json";
    private static final Set<String> FLOATS = Set.of("F32", "F16", "BF16");

    private final Path path;
    private final List<String> problems = new ArrayList<>();
    private final List<TensorInfo> tensors = new ArrayList<>();

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
        try {
            ModelShape shape = Files.isDirectory(path) ? folder() : gguf();
            checkShape(shape);
            return result(shape);
        } catch (IOException e) {
            throw Json.cannotRead(path, e);
        }
    }

    private ModelShape gguf() {
        try {
            GgufHeader header = GgufHeader.read(path);
            tensors.addAll(header.tensors());
            return header.shape();
        } catch (IOException e) {
            problems.add(path.getFileName() + " cannot be read: " + e.getMessage());
            return unknown();
        }
    }

    private static ModelShape unknown() {
        return new ModelShape("unknown", 0, 0, 0, 0, 0, 0, 0);
    }

    private ModelShape folder() throws IOException {
        ModelShape shape = unknown();
        try {
            shape = ModelShape.of(Json.readTree(path.resolve("config.json")));
        } catch (FactorscopeException e) {
            problems.add(said(e));
        }
        if (!Files.isRegularFile(path.resolve("tokenizer.json"))) {
            problems.add("tokenizer.json is missing");
        }
        List<Path> weights = weights();
        for (Path file : weights) {
            tensors.addAll(WeightsHeader.read(file, problems));
        }
        if (weights.isEmpty()) {
            boolean pickles = !endingWith(".bin", ".pt", ".pth").isEmpty();
            problems.add(
                    "there are no safetensors weights"
                            + (pickles ? ", only pickle files, which are never read" : ""));
        }
        return shape;
    }

    private String said(FactorscopeException e) {
        boolean missing = e.code().equals("FS-FILE-003");
        return missing ? "config.json is missing" : String.valueOf(e.getMessage());
    }

    private List<Path> weights() throws IOException {
        Path whole = path.resolve("model.safetensors");
        Path index = path.resolve(INDEX);
        if (Files.isRegularFile(whole)) {
            return List.of(whole);
        }
        if (!Files.isRegularFile(index)) {
            return endingWith(".safetensors");
        }
        List<Path> shards = new ArrayList<>();
        try {
            Set<String> names = new TreeSet<>();
            for (JsonNode name : Json.readTree(index).path("weight_map")) {
                names.add(name.asText());
            }
            for (String name : names) {
                Path shard = path.resolve(name);
                if (Files.isRegularFile(shard)) {
                    shards.add(shard);
                } else {
                    problems.add(name + ", which " + INDEX + " lists, is missing");
                }
            }
        } catch (FactorscopeException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return shards;
    }

    private List<Path> endingWith(String... ends) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(
                            file -> {
                                String name = file.toString().toLowerCase(Locale.ROOT);
                                return Stream.of(ends).anyMatch(name::endsWith);
                            })
                    .sorted()
                    .toList();
        }
    }

    private void checkShape(ModelShape shape) {
        missing("layers", shape.layers());
        missing("d_model", shape.dModel());
        missing("heads", shape.heads());
        missing("d_mlp", shape.dMlp());
        missing("vocab", shape.vocab());
        missing("context", shape.context());
        if (shape.kvHeads() > 0 && shape.heads() % shape.kvHeads() != 0) {
            problems.add(
                    shape.heads()
                            + " heads are not a multiple of "
                            + shape.kvHeads()
                            + " key-value heads");
        }
        int inWeights =
                tensors.stream().mapToInt(tensor -> tensor.layer().orElse(-1)).max().orElse(-1) + 1;
        if (inWeights > 0 && shape.layers() > 0 && inWeights != shape.layers()) {
            problems.add(
                    "the configuration says "
                            + shape.layers()
                            + " layers, the weights have "
                            + inWeights);
        }
        boolean whole = Files.isRegularFile(path);
        tensors.stream()
                .map(TensorInfo::type)
                .filter(type -> !whole && !FLOATS.contains(type))
                .distinct()
                .forEach(type -> problems.add("weights of type " + type + " cannot be read"));
    }

    private void missing(String name, int value) {
        if (value == 0) {
            problems.add(name + " is not stated in the configuration");
        }
    }

    private ModelInspection result(ModelShape shape) throws IOException {
        long parameters = 0;
        long inLayers = 0;
        Map<String, Long> types = new LinkedHashMap<>();
        for (TensorInfo tensor : tensors) {
            if (!tensor.isBuffer()) {
                parameters += tensor.count();
                inLayers += tensor.layer().isPresent() ? tensor.count() : 0;
                types.merge(tensor.type(), tensor.count(), Long::sum);
            }
        }
        return new ModelInspection(path, shape, parameters, inLayers, types, bytes(), problems);
    }

    private long bytes() throws IOException {
        if (Files.isRegularFile(path)) {
            return Files.size(path);
        }
        long total = 0;
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                total += Files.size(file);
            }
        }
        return total;
    }
}
