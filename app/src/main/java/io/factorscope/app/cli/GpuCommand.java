package io.factorscope.app.cli;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.tensor.GpuSupport;

import picocli.CommandLine.Command;

/// Whether a GPU is used, and the one command that may fetch what it needs.
@Command(
        name = "gpu",
        description = "Compute on an NVIDIA GPU: fetch its libraries once, try them, remember.",
        mixinStandardHelpOptions = true,
        subcommands = {GpuCommand.Status.class, GpuCommand.Enable.class, GpuCommand.Disable.class})
final class GpuCommand extends JobCommand {
    @Override
    void run(JobContext context) {
        new Status().print(out());
    }

    /// What is set up.
    @Command(
            name = "status",
            description = "Say whether a GPU is enabled.",
            mixinStandardHelpOptions = true)
    static final class Status extends JobCommand {
        @Override
        void run(JobContext context) {
            print(out());
        }

        void print(java.io.PrintWriter out) {
            GpuSupport support = GpuSupport.ofThisMachine();
            GpuSupport.Enabled enabled = support.enabled();
            if (enabled != null) {
                out.println(
                        "Enabled: PyTorch "
                                + enabled.version()
                                + " for "
                                + enabled.flavor()
                                + ", "
                                + enabled.devices()
                                + " GPU(s).");
            } else if (support.possible()) {
                out.println("Not enabled; an NVIDIA driver is here: factorscope gpu enable");
            } else {
                out.println("Not enabled; no NVIDIA driver was found. Computing on the CPU.");
            }
            out.flush();
        }
    }

    /// Fetches, tries, remembers.
    @Command(
            name = "enable",
            description = "Fetch the CUDA libraries (about 2.5 GB), try them and remember.",
            mixinStandardHelpOptions = true)
    static final class Enable extends JobCommand {
        @Override
        void run(JobContext context) throws FactorscopeException {
            GpuSupport.Enabled enabled = GpuSupport.ofThisMachine().enable(context);
            out().println("Works with " + enabled.devices() + " GPU(s); used from now on.");
            out().flush();
        }
    }

    /// Forgets.
    @Command(
            name = "disable",
            description = "Compute on the CPU again; what was fetched stays in the cache.",
            mixinStandardHelpOptions = true)
    static final class Disable extends JobCommand {
        @Override
        void run(JobContext context) throws FactorscopeException {
            GpuSupport.ofThisMachine().disable();
            out().println("Computing on the CPU.");
            out().flush();
        }
    }
}
