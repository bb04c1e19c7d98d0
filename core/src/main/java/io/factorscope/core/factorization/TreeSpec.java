package io.factorscope.core.factorization;

import io.factorscope.core.job.FactorscopeException;

import java.util.List;

/// A concept tree: `ranks` from the finest level to the coarsest, each level fitted as `fit` says,
/// then `fineTuning` steps of Adam on all levels together (0: none), in which the weights stay ≥ 0
/// unless `signed`, as in the reference.
///
/// Weighting and factors a token hold for the first level, which alone has tokens.
public record TreeSpec(List<Integer> ranks, FitSpec fit, int fineTuning, boolean signed) {
    /// A copy that nobody can change.
    public TreeSpec {
        ranks = List.copyOf(ranks);
    }

    /// Refuses ranks that do not fall.
    ///
    /// **Errors**: `FS-TREE-001`.
    public void check() throws FactorscopeException {
        boolean falls = !ranks.isEmpty();
        for (int i = 0; i < ranks.size(); i++) {
            falls &= ranks.get(i) >= 1 && (i == 0 || ranks.get(i) < ranks.get(i - 1));
        }
        if (!falls) {
            throw new FactorscopeException(
                    "FS-TREE-001",
                    "The ranks of a tree are "
                            + ranks
                            + "; expected ranks of 1 or more, each below the one before, such as"
                            + " 100,50,20.");
        }
        if (fineTuning < 0) {
            throw new FactorscopeException(
                    "FS-TREE-001",
                    "The steps of fine-tuning a tree are " + fineTuning + "; expected 0 or more.");
        }
    }

    /// How level `level` (from 1) is fitted.
    FitSpec level(int level) {
        FitSpec ranked = fit.withRank(ranks.get(level - 1));
        return level == 1 ? ranked : ranked.plain();
    }
}
