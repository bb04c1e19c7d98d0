package io.factorscope.core.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What can be said of a model without loading it, and everything that is wrong with it.
///
/// **Units**: `parameters` and `layerParameters` (of all layers together) are counts of numbers;
/// `types` counts them by how they are stored; `bytes` is the size of all its files on disk.
public record ModelInspection(
        Path path,
        ModelShape shape,
        long parameters,
        long layerParameters,
        Map<String, Long> types,
        long bytes,
        List<String> problems) {
    /// A copy that nobody can change.
    public ModelInspection {
        problems = List.copyOf(problems);
    }

    /// The memory of the weights as float32, in bytes.
    public long float32Bytes() {
        return 4 * parameters;
    }

    /// The memory of the weights as bfloat16, in bytes.
    public long bfloat16Bytes() {
        return 2 * parameters;
    }
}
