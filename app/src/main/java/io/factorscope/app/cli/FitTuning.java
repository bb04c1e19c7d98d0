package io.factorscope.app.cli;

import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.Reseed;
import io.factorscope.core.factorization.Start;
import io.factorscope.core.factorization.Stops;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.FloatRows;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// All of a fit's settings but K.
final class FitTuning {
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

    @Option(
            names = "--init",
            paramLabel = "random|svd|kmeans|FILE.npy",
            defaultValue = "random",
            description = "Where G [n, K] begins (default: ${DEFAULT-VALUE}).")
    private String init = "random";

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            defaultValue = "1e-4",
            description =
                    "Better is lower by more than T, or with %% than T %% (default:"
                            + " ${DEFAULT-VALUE}).")
    private String tolerance = "1e-4";

    @Option(
            names = "--max-seconds",
            paramLabel = "S",
            defaultValue = "0",
            description = "Stop after so many seconds (0: no limit).")
    private double maxSeconds;

    @Option(
            names = "--target",
            paramLabel = "L",
            defaultValue = "0",
            description = "Stop at this relative loss (0: none).")
    private double target;

    @Option(
            names = "--reseed",
            paramLabel = "auto|always|never",
            defaultValue = "auto",
            description =
                    "Start zero or doubled factors again; auto: with hals (default:"
                            + " ${DEFAULT-VALUE}).")
    private Reseed reseed = Reseed.AUTO;

    FitSpec spec(int rank) {
        boolean percent = tolerance.endsWith("%");
        double size = Double.parseDouble(percent ? tolerance.replace("%", "") : tolerance);
        return new FitSpec(
                rank,
                sparsity,
                rule,
                iterations,
                patience,
                seed,
                factorsPerToken,
                new Weighting(beta, unitNorm, skipFirst),
                named() ? Start.parse(init) : Start.RANDOM,
                new Stops(percent ? size / 100 : size, percent, maxSeconds, target),
                reseed);
    }

    private boolean named() {
        String name = init.toLowerCase(Locale.ROOT);
        return name.equals("knn")
                || Arrays.stream(Start.values()).anyMatch(start -> start.id().equals(name));
    }

    /// For commands that fit more than once, and cannot start each from one file.
    ///
    /// **Errors**: `FS-FIT-014`.
    void refuseFile() throws FactorscopeException {
        if (!named()) {
            throw new FactorscopeException(
                    "FS-FIT-014",
                    "--init is '"
                            + init
                            + "', but this command fits more than once; expected random, svd or"
                            + " kmeans. Use factorize to start from a file.");
        }
    }

    /// The G to start from, where a file was given.
    @Nullable FloatRows startMatrix() throws FactorscopeException {
        return named() ? null : FloatRows.read(Path.of(init));
    }
}
