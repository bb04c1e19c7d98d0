package io.factorscope.app.cli;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.Precision;
import io.factorscope.core.project.Settings;
import io.factorscope.core.tensor.ComputeSpeed;
import io.factorscope.core.tensor.DeviceChoice;
import io.factorscope.core.tensor.TensorEngine;

import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/// Where to compute, on all commands that do; [ModelOptions] where they read a model.
class ComputeOptions {
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

    /// Refuses an unknown device or type.
    void check() throws FactorscopeException {
        device();
        precision();
    }

    /// The settings, where nothing else was given on the command line.
    Settings.Compute over(Settings.Compute settings, ParseResult given) {
        return new Settings.Compute(
                given.hasMatchedOption("--device") ? device : settings.device(),
                given.hasMatchedOption("--threads") ? threads : settings.threads(),
                given.hasMatchedOption("--dtype") ? dtype : settings.weights());
    }

    /// The native threads asked for; 0 leaves it to the engine.
    int threads() {
        return threads;
    }

    /// Starts the engine.
    TensorEngine engine() throws FactorscopeException {
        return TensorEngine.start(device(), threads);
    }

    /// How fast this machine computes, measured the first time.
    ComputeSpeed speed() throws FactorscopeException {
        return ComputeSpeed.of(device(), threads);
    }

    /// The type of weights asked for.
    Precision precision() throws FactorscopeException {
        return Precision.parse(dtype);
    }
}
