package io.factorscope.core.model;

import java.nio.file.Path;
import java.util.List;

/// Where a tensor lies in a file: row-major, `shape` with the longest stride first, `offset` in
/// bytes from the start of the file.
record StoredTensor(Path file, String name, TensorType type, List<Long> shape, long offset) {
    StoredTensor {
        shape = List.copyOf(shape);
    }

    /// How many numbers it has.
    long count() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /// How many bytes it takes in the file.
    long bytes() {
        return type.bytes(count());
    }
}
