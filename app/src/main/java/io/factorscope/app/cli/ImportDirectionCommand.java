package io.factorscope.app.cli;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.ConceptImporter;
import io.factorscope.core.project.EditLog;
import io.factorscope.core.project.GivenDirection;
import io.factorscope.core.project.Home;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/// Brings a direction from a file into a saved analysis.
@Command(
        name = "import-direction",
        description =
                "Bring a direction (.npy or .safetensors) into a saved analysis, as a concept like"
                        + " any other.",
        mixinStandardHelpOptions = true)
final class ImportDirectionCommand extends JobCommand {
    @Parameters(index = "0", paramLabel = "ANALYSIS", description = "A saved analysis.")
    private Path analysis = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "A vector [d].")
    private Path file = Path.of("");

    @Option(
            names = "--hook",
            paramLabel = "NAME",
            required = true,
            description = "Where it acts, such as blocks.3.hook_resid_post.")
    private String hook = "";

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Its name.")
    private String name = "";

    @Option(names = "--tensor", paramLabel = "NAME", description = "Where the file has several.")
    private @Nullable String tensor;

    @Mixin private ComputeOptions compute = new ComputeOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        HookPoint point = HookPoint.parse(hook);
        float[] direction = GivenDirection.read(file, tensor);
        Analysis opened = AnalysisStore.open(analysis).analysis();
        if (EditLog.isTaken(analysis)) {
            throw new FactorscopeException(
                    "FS-PROJECT-004",
                    analysis + " is open in a window. Close it there and run the same again.");
        }
        Path place = Home.resolve(opened.manifest().modelFolder());
        try (LanguageModel model =
                LanguageModel.open(place, compute.engine(), compute.precision())) {
            Analysis with =
                    new ConceptImporter(model, opened, context).direction(name, point, direction);
            AnalysisStore.saveAdded(analysis, with);
        }
        out().println("V:" + name + " is now a concept of " + analysis);
        out().flush();
    }
}
