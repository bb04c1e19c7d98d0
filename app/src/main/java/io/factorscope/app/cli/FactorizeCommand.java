package io.factorscope.app.cli;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Locale;

/// Factorizes collected activations.
@Command(
        name = "factorize",
        description = "Factorize activations into signed sparse features and their activations.",
        mixinStandardHelpOptions = true)
final class FactorizeCommand extends JobCommand {
    @Option(
            names = "--activations",
            paramLabel = "FILE.npy|DIR",
            required = true,
            description = "An array [n, d], or a folder written by collect.")
    private Path activations = Path.of("");

    @Option(
            names = "--init",
            paramLabel = "random|FILE.npy",
            defaultValue = "random",
            description = "Random numbers, or G [n, K] to start from (default: ${DEFAULT-VALUE}).")
    private String init = "random";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Mixin private FitOptions fit = new FitOptions();
    @Mixin private DryRun dryRun = new DryRun();
    @Mixin private ComputeOptions compute = new ComputeOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        FitSpec spec = fit.spec();
        @Nullable NpyArray start = init.equals("random") ? null : Npy.read(Path.of(init), 2);
        try (ActivationSet set = ActivationSet.open(activations)) {
            DryRun.Job job = estimator -> estimator.fit(set.n(), set.d(), spec);
            if (dryRun.endsHere(compute, out, job, out())) {
                return;
            }
            Factorization result =
                    new SemiNmf(compute.engine(), spec, iteration -> {}).run(set, start, context);
            result.save(out);
            result.manifest().log().forEach(line -> err().println("note: " + line));
            out().println(
                            String.format(
                                    Locale.ROOT,
                                    "%d factors, relative loss %.4f at iteration %d, written to %s",
                                    result.rank(),
                                    result.manifest().relative(),
                                    result.manifest().bestIteration(),
                                    out));
            out().flush();
        }
    }
}
