package io.factorscope.app.cli;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Precision;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.Settings;
import io.factorscope.core.tensor.ComputeSpeed;
import io.factorscope.core.tensor.DeviceChoice;
import io.factorscope.core.tensor.TensorEngine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

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

    /// Refuses an unknown device or type.
    void check() throws FactorscopeException {
        device();
        Precision.parse(dtype);
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

    /// Where a model is: by its place or its name on the shelf; the embedded one where none was
    /// given.
    static Path place(@Nullable String chosen) throws FactorscopeException {
        return chosen == null ? Home.embeddedModel() : Home.models().resolve(chosen);
    }

    /// Opens a model, by its place or its name on the shelf.
    LanguageModel open(@Nullable String chosen) throws FactorscopeException {
        Precision wanted = Precision.parse(dtype);
        LanguageModel model = LanguageModel.open(place(chosen), engine(), wanted);
        if (wanted == Precision.AUTO && model.precision() == Precision.BFLOAT16) {
            System.err.println(
                    "Weights are kept as bfloat16: as float32 they would not fit in memory.");
        }
        return model;
    }
}
