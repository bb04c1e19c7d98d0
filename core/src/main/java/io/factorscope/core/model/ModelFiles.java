package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.tensor.HostMatrix;
import io.factorscope.core.tensor.TensorEngine;
import io.factorscope.core.tensor.TorchProgram;
import io.factorscope.core.text.Tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a model consists of on disk, read but not yet loaded: configuration, weight index, names.
final class ModelFiles {
    private static final String CONFIG = "config.json";
    private static final String TOKENIZER = "tokenizer.json";
    private static final String WEIGHTS = "model.safetensors";

    private final Path place;
    private final ModelConfig config;
    private final WeightFile weights;
    private final TensorNames names;

    private ModelFiles(Path place, ModelConfig config, WeightFile weights, TensorNames names) {
        this.place = place;
        this.config = config;
        this.weights = weights;
        this.names = names;
    }

    /// A Hugging Face folder, a GGUF file, or a folder that holds one GGUF file and nothing else we
    /// could take.
    ///
    /// **Errors**: `FS-MODEL-001` for anything else, `FS-MODEL-014` for pickled weights.
    static ModelFiles at(Path place) throws FactorscopeException {
        if (Files.isRegularFile(place)) {
            return gguf(place);
        }
        List<Path> ggufs = Files.isRegularFile(place.resolve(CONFIG)) ? List.of() : ggufs(place);
        return ggufs.size() == 1 ? gguf(ggufs.getFirst()) : huggingFace(place);
    }

    private static List<Path> ggufs(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".gguf")).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static ModelFiles gguf(Path file) throws FactorscopeException {
        if (isPickle(file)) {
            throw pickle(file);
        }
        Gguf weights = Gguf.open(file);
        ModelConfig config = GgufConfig.config(weights);
        return new ModelFiles(file, config, weights, TensorNames.gguf(config.family()));
    }

    private static ModelFiles huggingFace(Path folder) throws FactorscopeException {
        need(folder, CONFIG);
        need(folder, TOKENIZER);
        ModelConfig config = HuggingFaceConfig.read(folder.resolve(CONFIG));
        Path index = folder.resolve(ShardedSafetensors.INDEX);
        WeightFile weights;
        if (Files.isRegularFile(folder.resolve(WEIGHTS)) || !Files.isRegularFile(index)) {
            refusePickles(folder);
            need(folder, WEIGHTS);
            weights = Safetensors.open(folder.resolve(WEIGHTS));
        } else {
            weights = ShardedSafetensors.open(index);
        }
        TensorNames names = TensorNames.huggingFace(config.family(), weights.names());
        return new ModelFiles(folder, config, weights, names);
    }

    private static void refusePickles(Path folder) throws FactorscopeException {
        if (Files.isRegularFile(folder.resolve(WEIGHTS))) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            Path found = files.filter(ModelFiles::isPickle).findFirst().orElse(null);
            if (found != null) {
                throw pickle(found);
            }
        } catch (IOException e) {
            // What cannot be listed is reported as missing.
        }
    }

    private static boolean isPickle(Path file) {
        return file.toString().matches(".*\\.(bin|pt|pth|pkl|ckpt)");
    }

    private static FactorscopeException pickle(Path file) {
        return new FactorscopeException(
                "FS-MODEL-014",
                file
                        + " is a pickle file, which can run any code when it is opened; expected"
                        + " safetensors or GGUF. Get or convert the model in one of these.");
    }

    private static void need(Path folder, String name) throws FactorscopeException {
        if (!Files.isRegularFile(folder.resolve(name))) {
            throw new FactorscopeException(
                    "FS-MODEL-001",
                    folder
                            + " has no "
                            + name
                            + "; expected a model folder with config.json, tokenizer.json and "
                            + WEIGHTS
                            + ", or a .gguf file. Choose another place or copy the missing file.");
        }
    }

    Path place() {
        return place;
    }

    String name() {
        String name = String.valueOf(place.getFileName());
        return name.endsWith(".gguf") ? name.substring(0, name.length() - 5) : name;
    }

    ModelConfig config() {
        return config;
    }

    Tokenizer tokenizer() throws FactorscopeException {
        return weights instanceof Gguf gguf
                ? Tokenizer.of(GgufConfig.tokenizer(gguf), place.toString(), config.bos())
                : Tokenizer.load(place.resolve(TOKENIZER), config.bos());
    }

    /// The tensors that the model uses; what is required but missing is left out.
    List<StoredTensor> tensors() {
        return required().stream()
                .map(required -> weights.find(required.name()))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /// The tensors that the configuration asks for.
    List<TensorPlan.Required> required() {
        return new TensorPlan(config, names).required();
    }

    WeightFile weights() {
        return weights;
    }

    long parameters() {
        return tensors().stream().mapToLong(StoredTensor::count).sum();
    }

    /// SHA-256 of the weights: of the one file, or of the list of the shards' hashes.
    String hash() throws FactorscopeException {
        TreeSet<Path> files = new TreeSet<>();
        tensors().forEach(tensor -> files.add(tensor.file()));
        if (files.size() == 1) {
            return Hashes.sha256(files.first());
        }
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(Hashes.sha256(file));
        }
        return Hashes.sha256(all.toString());
    }

    Transformer transformer(NDManager root, TensorEngine engine, Precision wanted)
            throws FactorscopeException {
        boolean half = precision(wanted) == Precision.BFLOAT16;
        boolean onednn = false;
        TorchProgram ops;
        try {
            ops = program(root, "onednn.torchscript");
            onednn = engine.deviceName().equals("cpu");
        } catch (RuntimeException e) {
            // A build of the engine without oneDNN.
            ops = program(root, "no-onednn.torchscript");
        }
        NDManager own = root.newSubManager();
        Weights loaded = new Weights(own, ops, config, weights, names, half);
        int threads = engine.threads();
        boolean direct = engine.deviceName().equals("cpu") && DirectSteps.canRead(config, loaded);
        List<HostMatrix> sample = direct ? loaded.hostSamples() : List.of();
        Kernel.Choice inLayers =
                new KernelProbe(ops, loaded, loaded.samples(), sample, onednn).choose(threads);
        // The unembedding is far larger than the others, and may lie in memory the other way.
        List<NDArray> last = List.of(loaded.unembedding);
        List<HostMatrix> lastHost = direct ? List.of(loaded.host(loaded.unembedding)) : List.of();
        Kernel.Choice unembedding =
                new KernelProbe(ops, loaded, last, lastHost, onednn).choose(threads);
        Kernels kernels = new Kernels(inLayers, unembedding);
        return new Transformer(own, config, loaded, ops, kernels, threads);
    }

    private static TorchProgram program(NDManager root, String products) {
        return TorchProgram.load(root, Transformer.class, products, "transformer.torchscript");
    }

    /// Weights stored as float32 are mapped and need no memory of their own.
    private Precision precision(Precision wanted) {
        if (wanted != Precision.AUTO) {
            return wanted;
        }
        long bytes =
                tensors().stream()
                        .filter(tensor -> tensor.type() != TensorType.F32)
                        .mapToLong(tensor -> 4 * tensor.count())
                        .sum();
        return Precision.automatic(bytes, Precision.installedMemory());
    }
}
