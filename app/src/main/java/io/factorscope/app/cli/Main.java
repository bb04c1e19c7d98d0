package io.factorscope.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The program's entry: commands, or the window when there is none.
@Command(
        name = "factorscope",
        description = "Explore what the MLP layers of a language model have learned.",
        subcommands = {
            WindowCommand.class,
            TourCommand.class,
            RunCommand.class,
            GenerateCommand.class,
            GpuCommand.class,
            CollectCommand.class,
            FactorizeCommand.class,
            TreeCommand.class,
            TreeExportCommand.class,
            SweepCommand.class,
            StabilityCommand.class,
            AnalyzeCommand.class,
            ExportCommand.class,
            PackCommand.class,
            UnpackCommand.class,
            ImportLabelsCommand.class,
            ImportDirectionCommand.class,
            ImportFactorsCommand.class,
            FaithfulnessCommand.class,
            StreamCommand.class,
            SaeTrainCommand.class,
            SaeFeaturesCommand.class,
            ExperimentCommand.class,
            ContextsCommand.class,
            DescribeCommand.class,
            SentencesCommand.class,
            SplitCommand.class,
            ModelCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "Factorscope 0.1.0")
public final class Main {
    /// The program's commands, ready to be executed; results go to its writers.
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /// Runs one command and exits with its code.
    public static void main(String[] arguments) {
        QuietLogging.install();
        System.exit(commandLine().execute(arguments));
    }
}
