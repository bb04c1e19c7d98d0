package io.factorscope.app.cli;

import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisRunner;
import io.factorscope.core.project.AnalysisSpec;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Checks;
import io.factorscope.core.project.GivenFactors;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/// Makes an analysis of factors that were fitted elsewhere.
@Command(
        name = "import-factors",
        description =
                "Make an analysis of F and G that were fitted elsewhere, such as by the reference"
                        + " implementation (docs/project-format.md).",
        mixinStandardHelpOptions = true)
final class ImportFactorsCommand extends JobCommand {
    @Option(names = "--f", paramLabel = "F.npy", required = true, description = "[d, K].")
    private Path f = Path.of("");

    @Option(names = "--g", paramLabel = "G.npy", required = true, description = "[n, K].")
    private Path g = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "The texts that they were fitted on, in the same order.")
    private Path data = Path.of("");

    @Option(
            names = "--hook",
            paramLabel = "NAME",
            required = true,
            description = "Where, such as blocks.3.mlp.hook_post.")
    private String hook = "";

    @Option(names = "--label-hook", paramLabel = "NAME", description = "As for analyze.")
    private @Nullable String labelHook;

    @Option(names = "--no-bos", description = "The texts were read without BOS.")
    private boolean noBos;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Mixin private ModelOptions compute = new ModelOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        GivenFactors given = GivenFactors.read(f, g);
        HookPoint at = HookPoint.parse(hook);
        Dataset texts = DatasetReader.read(data);
        try (LanguageModel model = compute.open()) {
            HookPoint labels =
                    labelHook == null
                            ? AnalysisSpec.defaultLabelHook(model.config())
                            : HookPoint.parse(labelHook);
            AnalysisSpec spec =
                    new AnalysisSpec(
                            at,
                            FitSpec.ofRank(given.rank()),
                            labels,
                            !noBos,
                            List.of(),
                            Checks.NONE);
            Analysis analysis =
                    new AnalysisRunner(model, texts, spec, iteration -> {})
                            .with(given)
                            .run(context);
            AnalysisStore.save(out, analysis, AnalysisState.fresh());
            out().println(
                            String.format(
                                    "%d factors, relative loss %.4f, written to %s",
                                    given.rank(), analysis.fit().manifest().relative(), out));
            out().flush();
        }
    }
}
