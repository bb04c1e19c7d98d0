package io.factorscope.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The commands about models.
@Command(
        name = "model",
        description = "Get models from the Hugging Face Hub; list and inspect those at hand.",
        subcommands = {
            ModelGetCommand.class,
            ModelListCommand.class,
            ModelInspectCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true)
final class ModelCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec commandSpec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                commandSpec.commandLine(), "Say what to do: get, list or inspect.");
    }
}
