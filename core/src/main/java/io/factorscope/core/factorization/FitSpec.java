package io.factorscope.core.factorization;

import io.factorscope.core.job.FactorscopeException;

/// How to factorize: `A ≈ F Gᵀ` with `rank` factors, of which each keeps the share `sparsity` of
/// its neurons.
///
/// `factorsPerToken`: each token keeps only so many of its strongest factors, 0 for all (the
/// reference); with it factors fire rarely and are easier to read, at some cost in loss.
///
/// `start` is where G begins, `stops` what ends the fit besides iterations and patience, `reseed`
/// what becomes of factors that are zero or doubled.
///
/// **Randomness**: G's start is drawn from `seed`; same seed, same device, same result.
public record FitSpec(
        int rank,
        double sparsity,
        UpdateRule rule,
        int iterations,
        int patience,
        long seed,
        int factorsPerToken,
        Weighting weighting,
        Start start,
        Stops stops,
        Reseed reseed) {
    /// Files of earlier versions lack the last three: they get what those versions did.
    @SuppressWarnings("ConstantValue") // absent in a file is null here
    public FitSpec {
        start = start == null ? Start.RANDOM : start;
        stops = stops == null ? Stops.REFERENCE : stops;
        reseed = reseed == null ? Reseed.NEVER : reseed;
    }

    /// A fit from random numbers with the usual stops.
    public FitSpec(
            int rank,
            double sparsity,
            UpdateRule rule,
            int iterations,
            int patience,
            long seed,
            int factorsPerToken,
            Weighting weighting) {
        this(
                rank,
                sparsity,
                rule,
                iterations,
                patience,
                seed,
                factorsPerToken,
                weighting,
                Start.RANDOM,
                Stops.REFERENCE,
                Reseed.AUTO);
    }

    /// The same with another number of factors.
    public FitSpec withRank(int other) {
        return with(other, sparsity, seed);
    }

    /// The same with another seed.
    public FitSpec withSeed(long other) {
        return with(rank, sparsity, other);
    }

    /// The same with another rank, sparsity and seed; a token keeps no more factors than there are.
    public FitSpec with(int otherRank, double otherSparsity, long otherSeed) {
        return new FitSpec(
                otherRank,
                otherSparsity,
                rule,
                iterations,
                patience,
                otherSeed,
                Math.min(factorsPerToken, otherRank),
                weighting,
                start,
                stops,
                reseed);
    }

    /// The same for rows that are no tokens: unweighted, all factors.
    FitSpec plain() {
        return new FitSpec(
                rank,
                sparsity,
                rule,
                iterations,
                patience,
                seed,
                0,
                Weighting.REFERENCE,
                start,
                stops,
                reseed);
    }

    /// The same from another start.
    public FitSpec with(Start other) {
        return new FitSpec(
                rank,
                sparsity,
                rule,
                iterations,
                patience,
                seed,
                factorsPerToken,
                weighting,
                other,
                stops,
                reseed);
    }

    /// The same with other ways to end and to start factors again.
    public FitSpec with(Stops otherStops, Reseed otherReseed) {
        return new FitSpec(
                rank,
                sparsity,
                rule,
                iterations,
                patience,
                seed,
                factorsPerToken,
                weighting,
                start,
                otherStops,
                otherReseed);
    }

    /// The defaults of the method: 1 % of neurons, `hals`, 200 iterations, patience 20.
    public static FitSpec ofRank(int rank) {
        return new FitSpec(rank, 0.01, UpdateRule.HALS, 200, 20, 0, 0, Weighting.REFERENCE);
    }

    /// Refuses what cannot be fitted to `n` tokens of width `d`.
    ///
    /// **Errors**: `FS-FIT-001` rank, `FS-FIT-002` sparsity, `FS-FIT-003` iterations or weighting.
    public void check(int n, int d) throws FactorscopeException {
        if (rank < 1 || rank > n) {
            throw new FactorscopeException(
                    "FS-FIT-001",
                    "K is "
                            + rank
                            + ", but there are "
                            + n
                            + " tokens; expected 1 to "
                            + n
                            + ". Lower K or use more text.");
        }
        if (!(sparsity > 0 && sparsity <= 1)) {
            throw new FactorscopeException(
                    "FS-FIT-002",
                    "Sparsity is "
                            + sparsity
                            + "; expected a share of neurons above 0 and at most 1, such as 0.01.");
        }
        boolean weights = weighting.frequencyExponent() >= 0 && weighting.skipFirst() >= 0;
        boolean winners = factorsPerToken >= 0 && factorsPerToken <= rank;
        boolean ends = stops.tolerance() >= 0 && stops.seconds() >= 0 && stops.target() >= 0;
        if (iterations < 1 || patience < 1 || !weights || !winners || !ends) {
            throw new FactorscopeException(
                    "FS-FIT-003",
                    "Iterations and patience must be 1 or more, the frequency exponent and the"
                        + " skipped positions 0 or more, factors a token 0 to K, tolerance, seconds"
                        + " and target 0 or more; found "
                            + this
                            + ".");
        }
    }

    /// How many neurons each factor keeps, of `d`.
    public int support(int d) {
        return Math.min(d, (int) Math.ceil(sparsity * d));
    }
}
