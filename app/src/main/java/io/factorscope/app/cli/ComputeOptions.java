package io.factorscope.app.cli;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Precision;
import io.factorscope.core.project.Home;
import io.factorscope.core.tensor.DeviceChoice;
import io.factorscope.core.tensor.TensorEngine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/// Where to compute, on all commands that do.
final class ComputeOptions {
    @Option(
            names = "--device",
            paramLabel = "auto|cpu|cuda[:N]",
            defaultValue = "auto",
            description = "Where to compute (default: ${DEFAULT-VALUE}).")
    private String device = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Native threads (default: the engine's choice).")
    private int threads;

    @Option(
            names = "--dtype",
            paramLabel = "auto|float32|bfloat16",
            defaultValue = "auto",
            description =
                    "How weights are kept (default: ${DEFAULT-VALUE}: bfloat16 where float32 does"
                            + " not fit in memory).")
    private String dtype = "auto";

    /// The device asked for.
    DeviceChoice device() throws FactorscopeException {
        return DeviceChoice.parse(device);
    }

    /// The native threads asked for; 0 leaves it to the engine.
    int threads() {
        return threads;
    }

    /// Starts the engine.
    TensorEngine engine() throws FactorscopeException {
        return TensorEngine.start(device(), threads);
    }

    /// Opens a model, the embedded one where no folder was given.
    LanguageModel open(@Nullable Path folder) throws FactorscopeException {
        Path chosen = folder == null ? Home.embeddedModel() : folder;
        Precision wanted = Precision.parse(dtype);
        LanguageModel model = LanguageModel.open(chosen, engine(), wanted);
        if (wanted == Precision.AUTO && model.precision() == Precision.BFLOAT16) {
            System.err.println(
                    "Weights are kept as bfloat16: as float32 they would not fit in memory.");
        }
        return model;
    }
}
