package io.factorscope.app.cli;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.AnalysisArchive;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/// Makes a folder of a packed analysis.
@Command(
        name = "unpack",
        description = "Make a saved analysis of a .factorscope file.",
        mixinStandardHelpOptions = true)
final class UnpackCommand extends JobCommand {
    @Parameters(paramLabel = "FILE", description = "A .factorscope file.")
    private Path file = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new folder.")
    private Path out = Path.of("");

    @Override
    void run(JobContext context) throws FactorscopeException {
        AnalysisArchive.unpack(file, out);
        out().println(file + " unpacked into " + out);
        out().flush();
    }
}
