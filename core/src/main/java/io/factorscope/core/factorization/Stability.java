package io.factorscope.core.factorization;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.tensor.TensorEngine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How well a fit's factors are found again from other seeds and with other K.
///
/// A factor's stability is the mean, over refits with the same K, of the cosine with the factor
/// that it is matched with ([FactorMatch]).
public final class Stability {
    /// The file that holds the figures.
    public static final String MANIFEST = "stability.json";

    private final Factorization base;
    private final Report report;

    /// What to refit: `fit`, then with each of `seeds`, then with each of `ranks`.
    public record Spec(FitSpec fit, List<Long> seeds, List<Integer> ranks) {
        /// A copy that nobody can change.
        public Spec {
            seeds = List.copyOf(seeds);
            ranks = List.copyOf(ranks);
        }

        List<FitSpec> refits() {
            List<FitSpec> all = new ArrayList<>();
            seeds.forEach(seed -> all.add(fit.withSeed(seed)));
            ranks.forEach(rank -> all.add(fit.withRank(rank)));
            return all;
        }
    }

    /// One refit, and how the base's factors are found in it.
    public record Refit(int rank, long seed, double relative, FactorMatch match) {}

    /// The figures: each factor's stability, their mean, and every refit.
    public record Report(Spec spec, List<Double> stability, double mean, List<Refit> refits) {}

    private Stability(Factorization base, Report report) {
        this.base = base;
        this.report = report;
    }

    /// Fits and refits.
    ///
    /// **Errors**: `FS-FIT-013` without any refit, and those of [SemiNmf#run]. **Cost**: one fit
    /// for each seed and K.
    public static Stability measure(
            TensorEngine engine,
            Spec spec,
            ActivationSet set,
            FitStorage storage,
            JobContext context)
            throws FactorscopeException {
        check(spec);
        return of(
                engine, fit(engine, spec.fit, set, storage, context), spec, set, storage, context);
    }

    private static void check(Spec spec) throws FactorscopeException {
        if (spec.seeds.isEmpty()) {
            throw new FactorscopeException(
                    "FS-FIT-013",
                    "Stability needs refits with the same K; expected at least one seed beside "
                            + spec.fit.seed()
                            + ". Give more seeds.");
        }
    }

    /// Refits, and looks for the factors of a fit that was made by the spec's `fit`.
    ///
    /// **Errors**: as [#measure].
    public static Stability of(
            TensorEngine engine,
            Factorization base,
            Spec spec,
            ActivationSet set,
            FitStorage storage,
            JobContext context)
            throws FactorscopeException {
        check(spec);
        List<Refit> refits = new ArrayList<>();
        for (FitSpec each : spec.refits()) {
            Factorization again = fit(engine, each, set, storage, context);
            FactorMatch match = FactorMatch.of(base, again);
            refits.add(new Refit(each.rank(), each.seed(), again.manifest().relative(), match));
        }
        List<FactorMatch> same =
                refits.subList(0, spec.seeds.size()).stream().map(Refit::match).toList();
        List<Double> stability = stability(same);
        double mean = stability.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        return new Stability(base, new Report(spec, stability, mean, refits));
    }

    private static Factorization fit(
            TensorEngine engine,
            FitSpec spec,
            ActivationSet set,
            FitStorage storage,
            JobContext context)
            throws FactorscopeException {
        return new SemiNmf(engine, spec, iteration -> {}, storage).run(set, null, context);
    }

    /// Each factor's mean matched cosine.
    static List<Double> stability(List<FactorMatch> matches) {
        List<Double> out = new ArrayList<>();
        for (int k = 0; k < matches.getFirst().cosine().size(); k++) {
            int factor = k;
            out.add(
                    matches.stream()
                            .mapToDouble(match -> match.cosine().get(factor))
                            .average()
                            .orElse(0));
        }
        return out;
    }

    /// The fit whose factors were looked for.
    public Factorization base() {
        return base;
    }

    /// The figures.
    public Report report() {
        return report;
    }

    /// Writes the base fit, `matched.npy` (each factor's cosine in each refit, `[K, refits]`) and
    /// `stability.json`, all or nothing.
    public void save(Path folder) throws FactorscopeException {
        int refits = report.refits.size();
        float[] matched = new float[base.rank() * refits];
        for (int k = 0; k < base.rank(); k++) {
            for (int r = 0; r < refits; r++) {
                double cosine = report.refits.get(r).match.cosine().get(k);
                matched[k * refits + r] = (float) cosine;
            }
        }
        AtomicFiles.writeFolder(
                folder,
                beside -> {
                    base.writeInto(beside);
                    Npy.write(beside.resolve("matched.npy"), matched, base.rank(), refits);
                    Json.write(beside.resolve(MANIFEST), report);
                });
    }
}
