package io.factorscope.app.cli;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Precision;
import io.factorscope.core.project.Home;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;

/// Which model to read and where to compute, on all commands that read one.
final class ModelOptions extends ComputeOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec command;

    @Option(
            names = "--model",
            paramLabel = "PLACE|NAME",
            description = "Model folder or GGUF file, or a name of model list (default: embedded).")
    private @Nullable String model;

    /// Where the model is; the embedded one where none was given.
    Path place() throws FactorscopeException {
        return model == null ? Home.embeddedModel() : Home.models().resolve(model);
    }

    /// The same, but what was given here where no model was named.
    ModelOptions orElse(Path other) {
        model = model == null ? other.toString() : model;
        return this;
    }

    /// Opens it, and says so where its weights had to be kept smaller than usual.
    LanguageModel open() throws FactorscopeException {
        return open(place());
    }

    /// The same, with another default than the embedded model.
    LanguageModel openOr(Path usual) throws FactorscopeException {
        return open(model == null ? usual : place());
    }

    private LanguageModel open(Path place) throws FactorscopeException {
        LanguageModel opened = LanguageModel.open(place, engine(), precision());
        if (precision() == Precision.AUTO && opened.precision() == Precision.BFLOAT16) {
            String why = "Weights are kept as bfloat16: as float32 they would not fit in memory.";
            command.commandLine().getErr().println(why);
        }
        return opened;
    }
}
