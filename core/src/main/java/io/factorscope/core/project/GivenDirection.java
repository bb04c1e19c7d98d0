package io.factorscope.core.project;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.Safetensors;
import io.factorscope.core.store.Npy;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Set;

/// A direction in a file: an `.npy` vector, or a tensor of a safetensors file.
public final class GivenDirection {
    private GivenDirection() {}

    /// Reads it; `tensor` names it where a safetensors file has several.
    ///
    /// **Errors**: `FS-IMPORT-003` for another ending or where it is not clear which tensor is
    /// meant; those of the files.
    public static float[] read(Path file, @Nullable String tensor) throws FactorscopeException {
        String name = file.toString();
        if (name.endsWith(".npy")) {
            return Npy.read(file, 1).values();
        }
        if (!name.endsWith(".safetensors")) {
            throw unclear(file, "it ends otherwise");
        }
        Safetensors tensors = Safetensors.open(file);
        Set<String> names = tensors.names();
        if (tensor == null && names.size() != 1) {
            throw unclear(file, "it holds " + names.size() + " tensors; name one with --tensor");
        }
        String wanted = tensor == null ? names.iterator().next() : tensor;
        if (!names.contains(wanted)) {
            throw unclear(file, "it holds no tensor '" + wanted + "'");
        }
        int axes = tensors.shape(wanted).length;
        if (axes != 1) {
            throw unclear(file, "the tensor '" + wanted + "' has " + axes + " axes, expected one");
        }
        return tensors.floats(wanted);
    }

    private static FactorscopeException unclear(Path file, String why) {
        return new FactorscopeException(
                "FS-IMPORT-003",
                file
                        + " gives no direction: "
                        + why
                        + ". Expected an .npy vector or a safetensors file with one.");
    }
}
