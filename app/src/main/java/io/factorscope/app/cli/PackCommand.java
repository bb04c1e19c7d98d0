package io.factorscope.app.cli;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.AnalysisArchive;
import io.factorscope.core.project.EditLog;
import io.factorscope.core.project.UserFolders;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/// Puts a saved analysis into one file.
@Command(
        name = "pack",
        description = "Put a saved analysis into one .factorscope file, to send.",
        mixinStandardHelpOptions = true)
final class PackCommand extends JobCommand {
    @Parameters(paramLabel = "ANALYSIS", description = "A saved analysis.")
    private Path analysis = Path.of("");

    @Option(names = "--out", paramLabel = "FILE.factorscope", required = true)
    private Path out = Path.of("");

    @Override
    void run(JobContext context) throws FactorscopeException {
        try (EditLog log = EditLog.open(analysis, UserFolders.state().resolve("edits"))) {
            AnalysisArchive.pack(analysis, log.state(), out);
        }
        out().println(analysis + " packed into " + out);
        out().flush();
    }
}
