package io.factorscope.app.cli;

import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.FloatRows;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How to fit, shared by the commands that do.
final class FitOptions {
    @Option(names = "--rank", paramLabel = "K", required = true, description = "How many factors.")
    private int rank;

    @Mixin private FitTuning tuning = new FitTuning();

    FitSpec spec() {
        return tuning.spec(rank);
    }

    @Nullable FloatRows startMatrix() throws FactorscopeException {
        return tuning.startMatrix();
    }

    void refuseFile() throws FactorscopeException {
        tuning.refuseFile();
    }
}
