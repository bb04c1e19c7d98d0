package io.factorscope.core.factorization;

import ai.djl.ndarray.NDManager;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.tensor.TensorEngine;
import io.factorscope.core.tensor.TorchProgram;

import org.jspecify.annotations.Nullable;

/// Semi-nonnegative matrix factorization: A ≈ F Gᵀ with F sparse and signed, G ≥ 0.
///
/// Each iteration ([FitStep]):
/// 1. F = A G (GᵀG + ridge I)⁻¹, the inverse in double.
/// 2. In each column of F the largest `support` magnitudes stay; `hals` refits them.
/// 3. Columns of G get unit norm, F takes up the scale.
/// 4. G is updated from P = AᵀF and Q = FᵀF by the rule; where asked, each token keeps only its
///    strongest factors; the loss follows from the same P and Q.
///
/// Steps 1 to 3 need only the sums AG and GᵀG; step 4 goes token by token. So tokens are worked on
/// in blocks ([RowBlocks]), each read once an iteration, and need not fit into memory.
///
/// The best F and G are kept; after `patience` iterations without better the fit ends. A loss that
/// is not a number goes back to the best with a ten times larger ridge ([FitLoop]).
///
/// **Shapes**: on the device A `[d, n]`, F `[K, d]`, G `[K, n]`. **Threads**: the engine thread.
/// **Source**: "Decomposing MLP Activations into Interpretable Features via Semi-Nonnegative Matrix
/// Factorization" (2025); updates after Ding, Li and Jordan (2010); HALS after Cichocki (2009).
public final class SemiNmf {
    private final TensorEngine engine;
    private final FitSpec spec;
    private final FitListener listener;
    private final FitStorage storage;

    /// A fit to be run on `engine`.
    public SemiNmf(TensorEngine engine, FitSpec spec, FitListener listener) {
        this(engine, spec, listener, FitStorage.usual());
    }

    /// A fit to be run on `engine`, with its own limits of memory or with checkpoints.
    public SemiNmf(TensorEngine engine, FitSpec spec, FitListener listener, FitStorage storage) {
        this.engine = engine;
        this.spec = spec;
        this.listener = listener;
        this.storage = storage;
    }

    /// Fits `set`, from `start` `[n, K]` or as the spec says.
    ///
    /// **Errors**: those of the spec, the data and the checkpoint; cancellation leaves nothing
    /// behind but the last checkpoint.
    public Factorization run(ActivationSet set, @Nullable FloatRows start, JobContext context)
            throws FactorscopeException {
        spec.check(set.n(), set.d());
        if (start != null) {
            check(start, set);
        }
        FitData data = FitData.of(set, spec.weighting(), context);
        spec.check(data.kept(), data.d());
        FitRun run = new FitRun(engine, spec, storage, listener, set, data);
        try (NDManager manager = engine.newManager();
                TorchProgram ops =
                        TorchProgram.load(manager, SemiNmf.class, "seminmf.torchscript");
                RowBlocks blocks = new LocalBlocks(manager, ops, data, spec.rank(), storage)) {
            FitLoop loop = new FitLoop(run, manager, ops, blocks);
            loop.begin(start, context);
            loop.run(context);
            return loop.result();
        }
    }

    private void check(FloatRows start, ActivationSet set) throws FactorscopeException {
        if (start.rows() != set.n() || start.columns() != spec.rank()) {
            throw new FactorscopeException(
                    "FS-FIT-009",
                    "The start G has shape ["
                            + start.rows()
                            + ", "
                            + start.columns()
                            + "]; expected ["
                            + set.n()
                            + ", "
                            + spec.rank()
                            + "]: one row a token, one column a factor.");
        }
        float[] row = new float[start.columns()];
        for (int i = 0; i < start.rows(); i++) {
            start.row(i, row);
            for (float x : row) {
                if (!(x >= 0) || Float.isInfinite(x)) {
                    throw new FactorscopeException(
                            "FS-FIT-010",
                            "The start G holds "
                                    + x
                                    + " in row "
                                    + i
                                    + "; expected finite numbers of 0 or more. Clip it first.");
                }
            }
        }
    }
}
