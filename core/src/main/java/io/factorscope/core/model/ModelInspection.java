package io.factorscope.core.model;

import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What can be said of a model without loading it, and everything that is wrong with it.
///
/// `config` is null where it cannot be read; `family` is what the files call it, even then.
///
/// **Units**: `parameters` and `layerParameters` (of all layers together) are counts of numbers;
/// `types` counts them by how they are stored; `bytes` is the size of all its files on disk.
public record ModelInspection(
        Path path,
        String family,
        @Nullable ModelConfig config,
        long parameters,
        long layerParameters,
        Map<String, Long> types,
        long bytes,
        List<String> problems) {
    /// A copy that nobody can change.
    public ModelInspection {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        problems = List.copyOf(problems);
    }

    /// The configuration of a model with which nothing is wrong.
    ///
    /// **Errors**: `FS-MODEL-020` otherwise, with the first problem.
    public ModelConfig requireConfig() throws FactorscopeException {
        ModelConfig known = config;
        if (known == null || !problems.isEmpty()) {
            throw new FactorscopeException(
                    "FS-MODEL-020",
                    path
                            + " cannot be used: "
                            + (problems.isEmpty() ? "no configuration" : problems.getFirst())
                            + ". Run factorscope model inspect on it for everything that is"
                            + " wrong.");
        }
        return known;
    }

    /// What it is, and whether something is wrong, in one line: `llama · 135 M parameters · 30
    /// layers · Q8_0 weights`; the first problem where there is one.
    public String line() {
        if (!problems.isEmpty()) {
            String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
            return family + " · cannot be used: " + problems.getFirst() + more;
        }
        String stored =
                types.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(type -> " · " + TensorType.words(type.getKey()) + " weights")
                        .orElse("");
        String layers = config == null ? "" : " · " + config.layers() + " layers";
        return family + " · " + Amounts.parameters(parameters) + " parameters" + layers + stored;
    }

    /// The memory of the weights as float32, in bytes.
    public long float32Bytes() {
        return 4 * parameters;
    }

    /// The memory of the weights as bfloat16, in bytes.
    public long bfloat16Bytes() {
        return 2 * parameters;
    }

    /// The memory that the weights take when the model is opened in the type that fits this
    /// machine, in bytes; for weights that stay mapped, the size of their file.
    public long weightBytes() {
        Precision precision =
                Precision.automatic(4 * (parameters - float32()), Precision.installedMemory());
        return precision == Precision.BFLOAT16 ? bfloat16Bytes() : float32Bytes();
    }

    /// Whether all weights can stay where they are in their files.
    public boolean mapped() {
        return float32() == parameters;
    }

    private long float32() {
        return types.getOrDefault(TensorType.F32.name(), 0L);
    }
}
