package io.factorscope.app.cli;

import io.factorscope.core.experiment.ConceptContexts;
import io.factorscope.core.experiment.ResultFile;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisContexts;
import io.factorscope.core.project.AnalysisStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Writes what fires each concept.
@Command(
        name = "contexts",
        description =
                "The strongest tokens of each concept in their contexts, and the tokens that it"
                        + " promotes, as JSON.",
        mixinStandardHelpOptions = true)
final class ContextsCommand extends JobCommand {
    @Option(
            names = "--analysis",
            paramLabel = "DIR",
            required = true,
            description = "A folder written by analyze or the window.")
    private Path analysis = Path.of("");

    @Option(
            names = "--concepts",
            paramLabel = "WHICH",
            defaultValue = "factors",
            description =
                    "factors, labels, nodes, all, or ids such as F3,L:rain (default:"
                            + " ${DEFAULT-VALUE}).")
    private String concepts = "factors";

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "25",
            description = "Strongest tokens of each (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "15",
            description = "Tokens shown on each side (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(names = "--out", paramLabel = "FILE.json", required = true, description = "Result.")
    private Path out = Path.of("");

    /// What is kept of how it was made.
    private record Spec(String analysis, String concepts, int tokens, int window) {}

    @Override
    void run(JobContext context) throws FactorscopeException {
        Analysis opened = AnalysisStore.open(analysis).analysis();
        List<ConceptContexts> rows =
                AnalysisContexts.of(
                        opened,
                        AnalysisContexts.select(opened, concepts),
                        new ConceptContexts.Spec(tokens, window),
                        context);
        ResultFile.write(
                out,
                rows,
                new Spec(analysis.toString(), concepts, tokens, window),
                ResultFile.of(0, Map.of("analysis", analysis.resolve(AnalysisStore.MANIFEST))));
        out().println(rows.size() + " concepts written to " + out);
        out().flush();
    }
}
