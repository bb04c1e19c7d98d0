package io.factorscope.app.cli;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.ModelInspector;
import io.factorscope.core.project.ActivationsAgain;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Estimate;
import io.factorscope.core.project.Estimator;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.TokenCount;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// Collects a layer's activations over a data set.
@Command(
        name = "collect",
        description =
                "Collect a layer's activations over a data set, or those of a saved analysis"
                        + " again.",
        mixinStandardHelpOptions = true)
final class CollectCommand extends JobCommand {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "JSON, CSV or text; see data/README.md (default with --analysis: its own"
                            + " tokens).")
    private @Nullable Path data;

    @Option(
            names = "--analysis",
            paramLabel = "DIR",
            description = "A saved analysis, which keeps no activations: collects them again.")
    private @Nullable Path analysis;

    @Option(
            names = "--hook",
            paramLabel = "NAME",
            description =
                    "Such as blocks.3.mlp.hook_post (default with --analysis: where its factors"
                            + " are).")
    private @Nullable String hook;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Option(names = "--no-bos", description = "Do not put BOS first.")
    private boolean noBos;

    @Mixin private DryRun dryRun = new DryRun();
    @Mixin private ModelOptions compute = new ModelOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        Dataset texts = data == null ? null : DatasetReader.read(data);
        if (analysis != null) {
            again(AnalysisStore.open(analysis).analysis(), texts, context);
            return;
        }
        if (texts == null || hook == null) {
            throw new CommandLine.ParameterException(
                    parsed().commandSpec().commandLine(),
                    "Say what to collect: --data and --hook, or --analysis.");
        }
        CollectSpec spec = new CollectSpec(HookPoint.parse(hook), !noBos, true);
        DryRun.Job job = estimator -> estimate(estimator, texts, spec, context);
        if (dryRun.endsHere(compute, out, job, out())) {
            return;
        }
        try (LanguageModel opened = compute.open();
                ActivationSet set = new Collector(opened, spec).collect(texts, out, context)) {
            say(set);
        }
    }

    private void again(Analysis of, @Nullable Dataset texts, JobContext context)
            throws FactorscopeException {
        HookPoint at = hook == null ? of.manifest().spec().hook() : HookPoint.parse(hook);
        Path usual = Home.resolve(of.manifest().modelFolder());
        try (LanguageModel opened = compute.openOr(usual);
                ActivationSet set =
                        new ActivationsAgain(of, opened).collect(at, texts, out, context)) {
            say(set);
        }
    }

    private void say(ActivationSet set) {
        out().println(set.n() + " tokens of width " + set.d() + " written to " + out);
        out().flush();
    }

    private Estimate estimate(
            Estimator estimator, Dataset texts, CollectSpec spec, JobContext context)
            throws FactorscopeException {
        Path place = compute.place();
        long tokens = TokenCount.of(texts, place, context).tokens();
        return estimator.collect(ModelInspector.inspect(place), spec.hook(), tokens);
    }
}
