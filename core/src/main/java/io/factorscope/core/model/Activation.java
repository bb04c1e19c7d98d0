package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;

import java.nio.file.Path;

/// The MLP's nonlinearity.
public enum Activation {
    /// GELU by its tanh formula (`gelu_new`).
    GELU_TANH(0),
    /// GELU by the error function.
    GELU(1),
    /// max(0, x).
    RELU(2),
    /// x · sigmoid(x).
    SILU(3);

    private final int op;

    Activation(int op) {
        this.op = op;
    }

    /// The number by which the op program knows it.
    int op() {
        return op;
    }

    /// From a configuration's `activation_function`.
    ///
    /// **Errors**: `FS-MODEL-004` for an unknown one.
    static Activation parse(String name, Path config) throws FactorscopeException {
        return switch (name) {
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> GELU_TANH;
            case "gelu" -> GELU;
            case "relu" -> RELU;
            case "silu", "swish" -> SILU;
            default ->
                    throw new FactorscopeException(
                            "FS-MODEL-004",
                            config
                                    + " asks for the activation '"
                                    + name
                                    + "'; expected gelu_new, gelu, relu or silu.");
        };
    }
}
