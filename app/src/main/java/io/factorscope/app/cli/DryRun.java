package io.factorscope.app.cli;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Estimate;
import io.factorscope.core.project.Estimator;
import io.factorscope.core.project.Machine;

import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.file.Path;

/// What a job will take: printed where asked, checked always.
final class DryRun {
    @Option(
            names = "--dry-run",
            description = "Say what it will take in time, memory and disk, and do nothing.")
    private boolean asked;

    /// A job's estimate.
    @FunctionalInterface
    interface Job {
        Estimate by(Estimator estimator) throws FactorscopeException;
    }

    /// Refuses a job that cannot fit; true when the estimate, now printed, was all that was wanted.
    boolean endsHere(ComputeOptions compute, Path where, Job job, PrintWriter out)
            throws FactorscopeException {
        try {
            Estimate estimate = job.by(new Estimator(asked ? compute.speed() : null));
            if (asked) {
                out.println(estimate.line());
                out.flush();
            }
            estimate.check(where, Machine.here());
            return asked;
        } catch (FactorscopeException e) {
            if (asked || Estimate.isRefusal(e)) {
                throw e;
            }
            // Whatever else is wrong the job itself says better.
            return false;
        }
    }
}
