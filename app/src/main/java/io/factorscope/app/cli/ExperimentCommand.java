package io.factorscope.app.cli;

import io.factorscope.core.experiment.Authors;
import io.factorscope.core.experiment.Description;
import io.factorscope.core.experiment.ExperimentCost;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.ExperimentRunner;
import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.ResultReport;
import io.factorscope.core.experiment.SentenceSource;
import io.factorscope.core.experiment.TokenDescriber;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.ApiJudge;
import io.factorscope.core.judge.LocalJudge;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.AnalysisChoice;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.jspecify.annotations.Nullable;

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
        description =
                "Compare SNMF, SAE and DiffMeans on labelled sentences, or any concepts of an"
                        + " analysis; resumable.",
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
        @Mixin private ChosenOptions chosen = new ChosenOptions();
        @Mixin private ExperimentOptions options = new ExperimentOptions();
        @Mixin private ModelOptions compute = new ModelOptions();

        @Override
        void run(JobContext context) throws FactorscopeException {
            if (chosen.written() && !chat.wanted()) {
                throw new FactorscopeException(
                        "FS-EXP-006",
                        "--written needs a chat model that writes; name one with --by.");
            }
            AnalysisChoice opened = chosen.open();
            Dataset data = data(opened != null && chosen.written());
            Sae sae = opened == null ? options.sae() : null;
            if (opened != null) {
                compute.orElse(opened.model());
            }
            try (LanguageModel model = compute.open()) {
                ExperimentSpec spec = spec(model, data, opened);
                ExperimentRunner runner = new ExperimentRunner(model, data, spec, sae, out);
                if (opened != null) {
                    runner.of(opened.read(context));
                }
                SentenceSource heldOut =
                        opened == null || chosen.written()
                                ? null
                                : opened.heldOut(data, model, spec);
                run(new Ready(model, spec, runner, heldOut), data.labels().size(), context);
            }
        }

        /// All that waits only for who is asked.
        private record Ready(
                LanguageModel model,
                ExperimentSpec spec,
                ExperimentRunner runner,
                @Nullable SentenceSource heldOut) {}

        private void run(Ready ready, int labels, JobContext context) throws FactorscopeException {
            boolean rated = steers && judge != JudgeKind.LOCAL;
            List<Description> known = chosen.descriptions();
            if (steers && judge == JudgeKind.LOCAL) {
                ready.runner.judgedBy(new LocalJudge(ready.model));
            }
            ready.runner.inWordsOf(new Authors(new TokenDescriber(), known, ready.heldOut));
            boolean asks = steers || chosen.written() || ready.spec.sources().chosen() != null;
            if (!asks || !chat.wanted()) {
                report(ready.runner, context);
                return;
            }
            ExperimentCost.Work work = new ExperimentCost.Work(true, rated);
            chat.ask(
                    client -> ExperimentCost.of(ready.spec, labels, client, work),
                    (client, many) -> {
                        Authors authors = Authors.of(client, many, true, ready.spec, ready.heldOut);
                        ready.runner.inWordsOf(authors.knowing(known));
                        if (rated) {
                            ready.runner.judgedBy(new ApiJudge(client, many));
                        }
                        report(ready.runner, context);
                    },
                    context);
        }

        private Dataset data(boolean none) throws FactorscopeException {
            return none ? AnalysisChoice.noData() : DatasetReader.read(options.data());
        }

        private ExperimentSpec spec(
                LanguageModel model, Dataset data, @Nullable AnalysisChoice opened)
                throws FactorscopeException {
            ExperimentSpec spec = options.spec(model, data.name(), detects, steers);
            ExperimentSpec.Sources sources = spec.sources().written(chosen.written());
            return opened == null
                    ? spec.with(spec.methods(), sources)
                    : spec.with(opened.methods(), sources.choosing(opened.spec()));
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
