package io.factorscope.app.cli;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.Stack;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.FitStorage;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.FloatRows;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Factorizes collected activations.
@Command(
        name = "factorize",
        description = "Factorize activations into signed sparse features and their activations.",
        mixinStandardHelpOptions = true)
final class FactorizeCommand extends JobCommand {
    @Option(
            names = "--activations",
            paramLabel = "FILE.npy|DIR,...",
            split = ",",
            required = true,
            description =
                    "An array [n, d], or a folder written by collect; several of the same texts are"
                            + " put side by side, each scaled to a mean square of one.")
    private List<Path> activations = new ArrayList<>();

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "Write checkpoints there, to go on from with --resume.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "Seconds between checkpoints (default: ${DEFAULT-VALUE}).")
    private double checkpointSeconds;

    @Option(names = "--resume", description = "Go on from the checkpoint where there is one.")
    private boolean resume;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Mixin private FitOptions fit = new FitOptions();
    @Mixin private DryRun dryRun = new DryRun();
    @Mixin private StorageOptions storage = new StorageOptions();
    @Mixin private ComputeOptions compute = new ComputeOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        FitSpec spec = fit.spec();
        @Nullable FloatRows start = fit.startMatrix();
        try (ActivationSet set = Stack.open(activations, context)) {
            DryRun.Job job = estimator -> estimator.fit(set.n(), set.d(), spec);
            if (dryRun.endsHere(compute, out, job, out())) {
                return;
            }
            Factorization result =
                    new SemiNmf(compute.engine(), spec, iteration -> {}, kept())
                            .run(set, start, context);
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

    private FitStorage kept() {
        FitStorage usual = storage.storage();
        return checkpoint == null
                ? usual
                : usual.checkpoints(checkpoint, checkpointSeconds, resume);
    }
}
