package io.factorscope.app.cli;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.factorization.KAdvice;
import io.factorscope.core.factorization.Sweep;
import io.factorscope.core.factorization.SweepSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Fits every combination of hook points, ranks, sparsities and seeds.
@Command(
        name = "sweep",
        description = "Collect several layers at once and fit every K, sparsity and seed.",
        mixinStandardHelpOptions = true)
final class SweepCommand extends JobCommand {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "JSON, CSV or text; see data/README.md.")
    private Path data = Path.of("");

    @Option(
            names = "--hooks",
            paramLabel = "NAME,...",
            split = ",",
            required = true,
            description = "Such as blocks.2.mlp.hook_post,blocks.3.mlp.hook_post.")
    private List<String> hooks = new ArrayList<>();

    @Option(names = "--ranks", paramLabel = "K,...", split = ",", required = true)
    private List<Integer> ranks = new ArrayList<>();

    @Option(
            names = "--sparsities",
            paramLabel = "S,...",
            split = ",",
            defaultValue = "0.01",
            description = "Shares of neurons kept (default: ${DEFAULT-VALUE}).")
    private List<Double> sparsities = new ArrayList<>();

    @Option(
            names = "--seeds",
            paramLabel = "S,...",
            split = ",",
            defaultValue = "0",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Where to write; finished fits in it are not run again.")
    private Path out = Path.of("");

    @Option(names = "--no-bos", description = "Do not put BOS first.")
    private boolean noBos;

    @Mixin private FitTuning tuning = new FitTuning();
    @Mixin private StorageOptions storage = new StorageOptions();
    @Mixin private ModelOptions compute = new ModelOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        List<HookPoint> points = new ArrayList<>();
        for (String hook : hooks) {
            points.add(HookPoint.parse(hook));
        }
        tuning.refuseFile();
        SweepSpec spec = new SweepSpec(points, ranks, sparsities, seeds, tuning.spec(1));
        Map<HookPoint, ActivationSet> sets = activations(points, context);
        try {
            Sweep.Report report =
                    new Sweep(compute.engine(), spec, storage.storage()).run(sets, out, context);
            for (KAdvice advice : report.advice()) {
                out().println(
                                advice.hook()
                                        + ", sparsity "
                                        + advice.sparsity()
                                        + ": "
                                        + advice.advice());
            }
            out().println(report.rows().size() + " fits written to " + out);
            out().flush();
        } finally {
            sets.values().forEach(ActivationSet::close);
        }
    }

    /// What an earlier run of the same sweep collected, else collected now.
    private Map<HookPoint, ActivationSet> activations(List<HookPoint> points, JobContext context)
            throws FactorscopeException {
        Path folder = out.resolve("activations");
        Map<HookPoint, ActivationSet> before = Collector.collected(points, folder);
        if (!before.isEmpty()) {
            return before;
        }
        Dataset texts = DatasetReader.read(data);
        try (LanguageModel opened = compute.open()) {
            List<CollectSpec> specs =
                    points.stream().map(p -> new CollectSpec(p, !noBos, true)).toList();
            return Collector.collectAll(opened, specs, texts, folder, context);
        }
    }
}
