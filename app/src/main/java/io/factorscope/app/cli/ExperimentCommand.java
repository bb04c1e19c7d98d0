package io.factorscope.app.cli;

import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.ExperimentRunner;
import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.ResultReport;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.ApiJudge;
import io.factorscope.core.judge.LocalJudge;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;

/// Compares the methods: what tells concepts apart, and what steers.
@Command(
        name = "experiment",
        description = "Compare SNMF, SAE and DiffMeans on labelled sentences; resumable.",
        subcommands = {
            ExperimentCommand.Detect.class,
            ExperimentCommand.Steer.class,
            ExperimentCommand.Full.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true)
final class ExperimentCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec commandSpec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                commandSpec.commandLine(), "Say what to do: detection, steering or full.");
    }

    /// Who rates what is written.
    enum JudgeKind {
        NONE,
        LOCAL
    }

    /// What all experiments share.
    abstract static class Experiment extends JobCommand {
        private final boolean detects;
        private final boolean steers;

        Experiment(boolean detects, boolean steers) {
            this.detects = detects;
            this.steers = steers;
        }

        @Option(
                names = "--out",
                paramLabel = "DIR",
                required = true,
                description = "Where each step writes; a run that was cut short goes on from it.")
        private Path out = Path.of("");

        @Option(
                names = "--judge",
                paramLabel = "none|local",
                defaultValue = "none",
                description =
                        "local: the same model also rates what is written, by the likelihood of the"
                                + " ratings; a weak judge (default: ${DEFAULT-VALUE}).")
        private JudgeKind judge = JudgeKind.NONE;

        @Mixin private ChatOptions chat = new ChatOptions();
        @Mixin private ExperimentOptions options = new ExperimentOptions();
        @Mixin private ModelOptions compute = new ModelOptions();

        @Override
        void run(JobContext context) throws FactorscopeException {
            Path file = options.data();
            Dataset data = DatasetReader.read(file);
            Sae sae = options.sae();
            try (LanguageModel model = compute.open()) {
                ExperimentSpec spec = options.spec(model, data.name(), detects, steers);
                ExperimentRunner runner = new ExperimentRunner(model, data, spec, sae, out);
                if (judge == JudgeKind.LOCAL) {
                    runner.judgedBy(new LocalJudge(model), List.of());
                }
                if (steers && chat.wanted()) {
                    chat.ask(
                            client -> new ApiJudge(client, 1).estimate(runner.asked()),
                            (client, concurrency) ->
                                    report(
                                            runner.judgedBy(
                                                    new ApiJudge(client, concurrency), List.of()),
                                            context),
                            context);
                } else {
                    report(runner, context);
                }
            }
        }

        private void report(ExperimentRunner runner, JobContext context)
                throws FactorscopeException {
            ExperimentResult result = runner.run(context);
            ResultReport.write(result, out);
            out().println(ResultReport.markdown(result));
            String file = String.valueOf(out.resolve(ExperimentResult.FILE));
            out().println("written to " + file + " in " + Amounts.time(result.seconds()));
            out().flush();
        }
    }

    /// Detection alone.
    @Command(
            name = "detection",
            description = "How well concepts tell their sentences from others.",
            mixinStandardHelpOptions = true)
    static final class Detect extends Experiment {
        Detect() {
            super(true, false);
        }
    }

    /// Steering alone.
    @Command(
            name = "steering",
            description = "What concepts make the model write, beside baselines at equal pushes.",
            mixinStandardHelpOptions = true)
    static final class Steer extends Experiment {
        Steer() {
            super(false, true);
        }
    }

    /// Both.
    @Command(
            name = "full",
            description = "Detection and steering, with baselines, in one run.",
            mixinStandardHelpOptions = true)
    static final class Full extends Experiment {
        Full() {
            super(true, true);
        }
    }
}
