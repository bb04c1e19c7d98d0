package io.factorscope.app.cli;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisContexts;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.HtmlReport;
import io.factorscope.core.project.VectorExport;
import io.factorscope.core.steering.ControlVector;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;

/// Writes an analysis' factors, or one concept's direction, for other programs.
@Command(
        name = "export",
        description =
                "Write all factors (.npy, .safetensors, .csv, .json), a report (.html), or one"
                        + " concept's direction (.npy, .safetensors, .gguf).",
        mixinStandardHelpOptions = true)
final class ExportCommand extends JobCommand {
    private static final List<String> ENDINGS = List.of("npy", "safetensors", "gguf");

    @Parameters(paramLabel = "ANALYSIS", description = "A saved analysis.")
    private Path analysis = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Its ending says the form.")
    private Path out = Path.of("");

    @Option(
            names = "--concept",
            paramLabel = "ID",
            description = "One concept, such as F3 or L:rain (default: all factors).")
    private @Nullable String concept;

    @Option(
            names = "--strength",
            paramLabel = "ALPHA",
            defaultValue = "1",
            description =
                    "What the unit direction is multiplied by in a .gguf control vector (default:"
                            + " ${DEFAULT-VALUE}).")
    private double strength;

    @Mixin private ComputeOptions compute = new ComputeOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        AnalysisStore.Opened opened = AnalysisStore.open(analysis);
        if (concept == null && out.toString().endsWith(".html")) {
            HtmlReport.write(out, opened.analysis(), opened.state(), List.of(), List.of());
            out().println("report written to " + out);
        } else if (concept == null) {
            VectorExport.factors(out, opened.analysis(), opened.state().annotations());
            out().println(opened.analysis().factors().size() + " factors written to " + out);
        } else {
            write(opened.analysis(), AnalysisContexts.one(opened.analysis(), concept).concept());
        }
        out().flush();
    }

    private void write(Analysis of, Concept one) throws FactorscopeException {
        if (VectorExport.ending(out, ENDINGS).equals("gguf")) {
            Path place = Home.resolve(of.manifest().modelFolder());
            try (LanguageModel model =
                    LanguageModel.open(place, compute.engine(), compute.precision())) {
                ControlVector.write(out, model, one, strength);
            }
        } else {
            VectorExport.direction(out, one);
        }
        out().println("the direction of " + one.id() + " written to " + out);
    }
}
