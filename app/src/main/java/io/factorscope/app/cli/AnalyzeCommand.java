package io.factorscope.app.cli;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.ModelConfig;
import io.factorscope.core.model.ModelInspection;
import io.factorscope.core.model.ModelInspector;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisRunner;
import io.factorscope.core.project.AnalysisSpec;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Checks;
import io.factorscope.core.project.Estimate;
import io.factorscope.core.project.Estimator;
import io.factorscope.core.project.SteeringPrompts;
import io.factorscope.core.project.TokenCount;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/// The window's Fit, without a window: collects, fits, reads concepts, saves an analysis.
@Command(
        name = "analyze",
        description = "Collect, fit and read concepts; write an analysis that the window opens.",
        mixinStandardHelpOptions = true)
final class AnalyzeCommand extends JobCommand {
    private static final int PROMPTS = 4;

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
            description = "Where the factors are read, such as blocks.3.mlp.hook_post.")
    private String hook = "";

    @Option(
            names = "--label-hook",
            paramLabel = "NAME",
            description = "Where label concepts are taken (default: residual stream a third up).")
    private @Nullable String labelHook;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Option(names = "--no-bos", description = "Do not put BOS first.")
    private boolean noBos;

    @Option(names = "--skip-steerability", description = "Do not measure what steers.")
    private boolean skipSteerability;

    @Option(
            names = "--faithfulness",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "64",
            defaultValue = "0",
            description =
                    "Also measure, over N texts (${FALLBACK-VALUE}), how much worse the model"
                            + " predicts without each factor; K passes.")
    private int faithfulness;

    @Option(
            names = "--refits",
            paramLabel = "N",
            defaultValue = "0",
            description = "Also measure each factor's stability over N refits from other seeds.")
    private int refits;

    @Mixin private FitOptions fit = new FitOptions();
    @Mixin private DryRun dryRun = new DryRun();
    @Mixin private ModelOptions compute = new ModelOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        fit.refuseFile();
        Dataset texts = DatasetReader.read(data);
        Path work = Path.of(System.getProperty("java.io.tmpdir"));
        if (dryRun.endsHere(
                compute, work, estimator -> estimate(estimator, texts, context), out())) {
            return;
        }
        try (LanguageModel opened = compute.open()) {
            AnalysisSpec spec = spec(opened.config());
            Analysis analysis =
                    new AnalysisRunner(opened, texts, spec, iteration -> {}).run(context);
            AnalysisStore.save(out, analysis, AnalysisState.fresh());
            out().println(
                            analysis.factors().size()
                                    + " factors and "
                                    + analysis.labels().size()
                                    + " label concepts written to "
                                    + out);
            out().flush();
        }
    }

    private Estimate estimate(Estimator estimator, Dataset texts, JobContext context)
            throws FactorscopeException {
        Path place = compute.place();
        TokenCount count = TokenCount.of(texts, place, context);
        ModelInspection inspected = ModelInspector.inspect(place);
        return estimator.analysis(inspected, spec(inspected.requireConfig()), count);
    }

    private AnalysisSpec spec(ModelConfig config) throws FactorscopeException {
        return new AnalysisSpec(
                HookPoint.parse(hook),
                fit.spec(),
                labelHook == null
                        ? AnalysisSpec.defaultLabelHook(config)
                        : HookPoint.parse(labelHook),
                !noBos,
                skipSteerability ? List.of() : SteeringPrompts.first(PROMPTS),
                new Checks(faithfulness, refits));
    }
}
