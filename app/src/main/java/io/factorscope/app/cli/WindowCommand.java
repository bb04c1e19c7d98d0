package io.factorscope.app.cli;

import io.factorscope.app.shell.FactorscopeApp;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import javafx.application.Application;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/// The window.
@Command(name = "window", description = "Open the window.", mixinStandardHelpOptions = true)
final class WindowCommand extends JobCommand {
    @Mixin private ComputeOptions compute = new ComputeOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        ParseResult given = parsed();
        compute.check();
        FactorscopeApp.configure(settings -> compute.over(settings, given));
        try {
            Application.launch(FactorscopeApp.class);
        } catch (UnsupportedOperationException e) {
            throw new FactorscopeException(
                    "FS-WINDOW-001",
                    "The window cannot open: no display was found. Run the tour instead:"
                            + " factorscope tour --out DIR.",
                    e);
        }
    }
}
