package io.factorscope.app.cli;

import io.factorscope.core.factorization.FactorMatch;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.EditLog;
import io.factorscope.core.project.LabelImport;
import io.factorscope.core.project.UserFolders;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Brings another analysis' names, notes and stars into an analysis.
@Command(
        name = "import-labels",
        description =
                "Bring names, notes and stars of one saved analysis to another, to the concepts"
                        + " that point the same way.",
        mixinStandardHelpOptions = true)
final class ImportLabelsCommand extends JobCommand {
    @Parameters(index = "0", paramLabel = "FROM", description = "A saved analysis with names.")
    private Path from = Path.of("");

    @Parameters(index = "1", paramLabel = "INTO", description = "The one that gets them.")
    private Path into = Path.of("");

    @Option(
            names = "--least",
            paramLabel = "COSINE",
            defaultValue = "" + FactorMatch.SAME,
            description = "Only matches of this cosine or more (default: ${DEFAULT-VALUE}).")
    private double least;

    @Option(names = "--overwrite", description = "Also where INTO has names and notes already.")
    private boolean overwrite;

    @Option(names = "--dry-run", description = "List the matches and change nothing.")
    private boolean dryRun;

    @Override
    void run(JobContext context) throws FactorscopeException {
        AnalysisStore.Opened source = AnalysisStore.open(from);
        AnalysisStore.Opened target = AnalysisStore.open(into);
        List<LabelImport.Match> matches = LabelImport.matches(source, target.analysis(), least);
        for (LabelImport.Match match : matches) {
            out().println(
                            String.format(
                                    Locale.ROOT,
                                    "%-8s -> %-8s %.3f  %s",
                                    match.from(),
                                    match.to(),
                                    match.cosine(),
                                    match.name()));
        }
        out().println(matches.size() + " concepts are found again in " + into);
        if (!dryRun) {
            try (EditLog log = EditLog.open(into, UserFolders.state().resolve("edits"))) {
                List<Edit> edits =
                        LabelImport.edits(
                                matches,
                                source.state().annotations(),
                                log.state().annotations(),
                                overwrite);
                log.record(edits);
                out().println(edits.size() + " changes kept with " + into);
            }
        }
        out().flush();
    }
}
