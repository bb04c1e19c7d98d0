package io.factorscope.app.cli;

import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;

import picocli.CommandLine.Option;

/// How to fit, shared by `factorize` and `analyze`.
final class FitOptions {
    @Option(names = "--rank", paramLabel = "K", required = true, description = "How many factors.")
    private int rank;

    @Option(
            names = "--sparsity",
            paramLabel = "S",
            defaultValue = "0.01",
            description = "Share of neurons that each factor keeps (default: ${DEFAULT-VALUE}).")
    private double sparsity;

    @Option(
            names = "--rule",
            paramLabel = "mu|hals",
            defaultValue = "hals",
            description = "How G is updated (default: ${DEFAULT-VALUE}).")
    private UpdateRule rule = UpdateRule.HALS;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "200",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(
            names = "--patience",
            paramLabel = "P",
            defaultValue = "20",
            description = "Stop after so many without better (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0")
    private long seed;

    @Option(
            names = "--factors-per-token",
            paramLabel = "M",
            defaultValue = "0",
            description = "Each token keeps only its M strongest factors (0: all).")
    private int factorsPerToken;

    @Option(
            names = "--weight-by-frequency",
            paramLabel = "BETA",
            defaultValue = "0",
            description = "Weight each token by its count to the power of minus BETA.")
    private double beta;

    @Option(names = "--unit-norm", description = "Scale each activation to norm 1 first.")
    private boolean unitNorm;

    @Option(
            names = "--skip-first",
            paramLabel = "P",
            defaultValue = "0",
            description = "Leave out the first P tokens of each text.")
    private int skipFirst;

    FitSpec spec() {
        Weighting weighting = new Weighting(beta, unitNorm, skipFirst);
        return new FitSpec(
                rank, sparsity, rule, iterations, patience, seed, factorsPerToken, weighting);
    }
}
