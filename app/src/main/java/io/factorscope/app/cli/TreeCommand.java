package io.factorscope.app.cli;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.factorization.Hierarchy;
import io.factorscope.core.factorization.TreeSpec;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Grows a concept tree from collected activations.
@Command(
        name = "tree",
        description = "Factorize activations level by level into a tree of concepts.",
        mixinStandardHelpOptions = true)
final class TreeCommand extends JobCommand {
    @Option(
            names = "--activations",
            paramLabel = "FILE.npy|DIR",
            required = true,
            description = "An array [n, d], or a folder written by collect.")
    private Path activations = Path.of("");

    @Option(
            names = "--ranks",
            paramLabel = "K1,K2,...",
            split = ",",
            required = true,
            description = "Nodes of each level, finest first, each fewer than before.")
    private List<Integer> ranks = new ArrayList<>();

    @Option(
            names = "--fine-tune",
            paramLabel = "N",
            defaultValue = "0",
            description = "Steps of joint fine-tuning (default: ${DEFAULT-VALUE}).")
    private int fineTune;

    @Option(names = "--signed", description = "Let weights turn negative, as the reference does.")
    private boolean signed;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Mixin private FitTuning tuning = new FitTuning();
    @Mixin private StorageOptions storage = new StorageOptions();
    @Mixin private ComputeOptions compute = new ComputeOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        TreeSpec spec = new TreeSpec(ranks, tuning.spec(1), fineTune, signed);
        tuning.refuseFile();
        try (ActivationSet set = ActivationSet.open(activations)) {
            ConceptTree tree =
                    new Hierarchy(compute.engine(), spec, iteration -> {}, storage.storage())
                            .run(set, List.of(), context);
            tree.save(out);
            for (ConceptTree.Level level : tree.manifest().levels()) {
                level.log().forEach(line -> err().println("note: " + line));
                out().println(
                                String.format(
                                        Locale.ROOT,
                                        "level %d: %d nodes, relative loss %.4f of the"
                                                + " activations (own fit %.4f)",
                                        level.level(),
                                        level.rank(),
                                        level.overall(),
                                        level.relative()));
            }
            out().println("written to " + out);
            out().flush();
        }
    }
}
