package io.factorscope.app.cli;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.ModelInspector;
import io.factorscope.core.project.Estimate;
import io.factorscope.core.project.Estimator;
import io.factorscope.core.project.TokenCount;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// Collects a layer's activations over a data set.
@Command(
        name = "collect",
        description = "Collect a layer's activations over a data set.",
        mixinStandardHelpOptions = true)
final class CollectCommand extends JobCommand {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "JSON, CSV or text; see data/README.md.")
    private Path data = Path.of("");

    @Option(
            names = "--hook",
            paramLabel = "NAME",
            required = true,
            description = "Such as blocks.3.mlp.hook_post.")
    private String hook = "";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Option(names = "--no-bos", description = "Do not put BOS first.")
    private boolean noBos;

    @Mixin private DryRun dryRun = new DryRun();
    @Mixin private ModelOptions compute = new ModelOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        CollectSpec spec = new CollectSpec(HookPoint.parse(hook), !noBos, true);
        Dataset texts = DatasetReader.read(data);
        DryRun.Job job = estimator -> estimate(estimator, texts, spec, context);
        if (dryRun.endsHere(compute, out, job, out())) {
            return;
        }
        try (LanguageModel opened = compute.open();
                ActivationSet set = new Collector(opened, spec).collect(texts, out, context)) {
            out().println(set.n() + " tokens of width " + set.d() + " written to " + out);
            out().flush();
        }
    }

    private Estimate estimate(
            Estimator estimator, Dataset texts, CollectSpec spec, JobContext context)
            throws FactorscopeException {
        Path place = compute.place();
        long tokens = TokenCount.of(texts, place, context).tokens();
        return estimator.collect(ModelInspector.inspect(place), spec.hook(), tokens);
    }
}
