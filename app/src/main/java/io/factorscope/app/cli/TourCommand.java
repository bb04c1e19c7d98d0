package io.factorscope.app.cli;

import io.factorscope.app.shell.Tour;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// The whole job without a display.
@Command(
        name = "tour",
        description = "Do the whole job without a display; write pictures and a report.",
        mixinStandardHelpOptions = true)
final class TourCommand extends JobCommand {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "factorscope-tour",
            description = "Where to write (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("factorscope-tour");

    @Mixin private ComputeOptions compute = new ComputeOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        new Tour(out, compute.device(), compute.threads(), this::say, context).run();
    }

    private void say(String line) {
        out().println(line);
        out().flush();
    }
}
