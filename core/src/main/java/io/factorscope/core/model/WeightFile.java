package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/// Named tensors on disk, in one file or several; only the index is read.
interface WeightFile {
    /// The file that names the tensors, for messages.
    Path path();

    /// All tensors' names.
    Set<String> names();

    /// Where a tensor is, or null where there is none of that name.
    @Nullable StoredTensor find(String name);

    /// A tensor that must be there in that shape.
    ///
    /// **Errors**: `FS-MODEL-006` missing, `FS-MODEL-007` another shape than expected.
    default StoredTensor require(String name, long... shape) throws FactorscopeException {
        StoredTensor tensor = find(name);
        if (tensor == null) {
            throw new FactorscopeException(
                    "FS-MODEL-006",
                    path()
                            + " has no tensor "
                            + name
                            + "; expected the weights of a whole model. Download or copy it"
                            + " again.");
        }
        if (!tensor.shape().equals(Arrays.stream(shape).boxed().toList())) {
            throw new FactorscopeException(
                    "FS-MODEL-007",
                    path()
                            + ": tensor "
                            + name
                            + " is "
                            + tensor.shape()
                            + "; expected "
                            + Arrays.toString(shape)
                            + ". The weights do not belong to this configuration.");
        }
        return tensor;
    }
}
