package io.factorscope.core.factorization;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Every fit of `hooks` × `ranks` × `sparsities` × `seeds`, otherwise as `fit`.
public record SweepSpec(
        List<HookPoint> hooks,
        List<Integer> ranks,
        List<Double> sparsities,
        List<Long> seeds,
        FitSpec fit) {
    /// A copy that nobody can change.
    public SweepSpec {
        hooks = List.copyOf(hooks);
        ranks = List.copyOf(ranks);
        sparsities = List.copyOf(sparsities);
        seeds = List.copyOf(seeds);
    }

    /// One fit of the sweep.
    public record Cell(HookPoint hook, FitSpec fit) {
        /// The name of its folder.
        public String name() {
            return String.format(
                    Locale.ROOT,
                    "%s-K%d-s%s-seed%d",
                    hook.name(),
                    fit.rank(),
                    fit.sparsity(),
                    fit.seed());
        }
    }

    /// The fits in order: seeds change first, hook points last.
    ///
    /// **Errors**: `FS-SWEEP-001` when there are none.
    public List<Cell> cells() throws FactorscopeException {
        List<Cell> cells = new ArrayList<>();
        for (HookPoint hook : hooks) {
            for (double sparsity : sparsities) {
                for (int rank : ranks) {
                    for (long seed : seeds) {
                        cells.add(new Cell(hook, fit.with(rank, sparsity, seed)));
                    }
                }
            }
        }
        if (cells.isEmpty()) {
            throw new FactorscopeException(
                    "FS-SWEEP-001",
                    "The sweep has no fits; expected at least one hook point, rank, sparsity and"
                            + " seed, found "
                            + this
                            + ".");
        }
        return cells;
    }
}
