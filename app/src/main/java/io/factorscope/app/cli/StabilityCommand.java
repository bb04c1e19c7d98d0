package io.factorscope.app.cli;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.Stability;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Refits from other seeds and with other K, and says which factors are found again.
@Command(
        name = "stability",
        description = "Refit with other seeds and K; say which factors survive, split, merge.",
        mixinStandardHelpOptions = true)
final class StabilityCommand extends JobCommand {
    @Option(
            names = "--activations",
            paramLabel = "FILE.npy|DIR",
            required = true,
            description = "An array [n, d], or a folder written by collect.")
    private Path activations = Path.of("");

    @Option(
            names = "--refits",
            paramLabel = "N",
            defaultValue = "4",
            description = "Refits, with the seeds after --seed (default: ${DEFAULT-VALUE}).")
    private int refits;

    @Option(
            names = "--other-ranks",
            paramLabel = "K,...",
            split = ",",
            description = "Refit with these K too.")
    private List<Integer> otherRanks = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Mixin private FitOptions fit = new FitOptions();
    @Mixin private StorageOptions storage = new StorageOptions();
    @Mixin private ComputeOptions compute = new ComputeOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        FitSpec spec = fit.spec();
        fit.refuseFile();
        List<Long> seeds = new ArrayList<>();
        for (int i = 1; i <= refits; i++) {
            seeds.add(spec.seed() + i);
        }
        try (ActivationSet set = ActivationSet.open(activations)) {
            Stability found =
                    Stability.measure(
                            compute.engine(),
                            new Stability.Spec(spec, seeds, otherRanks),
                            set,
                            storage.storage(),
                            context);
            found.save(out);
            for (Stability.Refit refit : found.report().refits()) {
                out().println(
                                String.format(
                                        Locale.ROOT,
                                        "K %d, seed %d: mean cosine %.3f; %d of %d survive, %d"
                                                + " split, %d merges",
                                        refit.rank(),
                                        refit.seed(),
                                        refit.match().mean(),
                                        refit.match().survivors().size(),
                                        found.base().rank(),
                                        refit.match().splits().size(),
                                        refit.match().merges().size()));
            }
            out().println(
                            String.format(
                                    Locale.ROOT,
                                    "stability %.3f, written to %s",
                                    found.report().mean(),
                                    out));
            out().flush();
        }
    }
}
