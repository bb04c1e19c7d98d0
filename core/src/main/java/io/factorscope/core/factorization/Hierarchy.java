package io.factorscope.core.factorization;

import ai.djl.ndarray.NDManager;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.tensor.TensorEngine;
import io.factorscope.core.tensor.TorchProgram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Recursive semi-NMF.
///
/// 1. Level 1 factorizes the activations: Aᵀ ≈ W₁ H₁, with W₁ = G and H₁ = Fᵀ.
/// 2. Level i factorizes the directions of the level before: H₍ᵢ₋₁₎ ≈ Wᵢ Hᵢ, Wᵢ ≥ 0.
/// 3. Where asked, all W and the last H are fine-tuned together ([FineTuning]); a level's
///    directions are then the product of what is above it.
///
/// **Shapes**: W₁ `[n, r₁]`, Wᵢ `[r₍ᵢ₋₁₎, rᵢ]`, Hᵢ `[rᵢ, d]`. **Threads**: the engine thread.
public final class Hierarchy {
    private final TensorEngine engine;
    private final TreeSpec spec;
    private final FitListener listener;
    private final FitStorage storage;

    /// A tree to be grown on `engine`; `listener` hears of every level's iterations.
    public Hierarchy(TensorEngine engine, TreeSpec spec, FitListener listener, FitStorage storage) {
        this.engine = engine;
        this.spec = spec;
        this.listener = listener;
        this.storage = storage;
    }

    /// Grows the tree of `set`; `starts` are the levels' first G, or empty.
    ///
    /// **Errors**: `FS-TREE-001` and those of [SemiNmf#run].
    public ConceptTree run(ActivationSet set, List<FloatRows> starts, JobContext context)
            throws FactorscopeException {
        spec.check();
        List<Factorization> fits = new ArrayList<>();
        for (int level = 1; level <= spec.ranks().size(); level++) {
            boolean first = level == 1;
            FloatRows start = starts.isEmpty() ? null : starts.get(level - 1);
            FitStorage where = first ? storage : storage.withoutCheckpoints();
            try (ActivationSet below = first ? null : directions(fits.getLast())) {
                fits.add(
                        new SemiNmf(engine, spec.level(level), listener, where)
                                .run(below == null ? set : below, start, context));
            }
        }
        return joined(set, fits, context);
    }

    /// Grows a tree on factors that were fitted before: `fit` is its first level, and the spec's
    /// first rank is how many factors it has. Nothing is fine-tuned; the levels' `overall` is not
    /// known without the activations (NaN).
    ///
    /// **Errors**: `FS-TREE-001` and those of [SemiNmf#run].
    public ConceptTree above(Factorization fit, JobContext context) throws FactorscopeException {
        spec.check();
        List<float[]> weights = new ArrayList<>();
        List<float[]> directions = new ArrayList<>();
        directions.add(FitLoop.transpose(fit.f(), fit.d(), fit.rank()));
        List<ConceptTree.Level> levels = new ArrayList<>();
        levels.add(level(1, fit, fit.manifest().relative()));
        Factorization below = fit;
        for (int level = 2; level <= spec.ranks().size(); level++) {
            try (ActivationSet rows = directions(below)) {
                below =
                        new SemiNmf(engine, spec.level(level), listener, storage)
                                .run(rows, null, context);
            }
            weights.add(below.g());
            directions.add(FitLoop.transpose(below.f(), below.d(), below.rank()));
            levels.add(level(level, below, Double.NaN));
        }
        ConceptTree.Manifest manifest =
                new ConceptTree.Manifest(
                        spec,
                        levels,
                        List.of(),
                        Provenance.now(engine.deviceName(), spec.fit().seed(), Map.of()));
        return new ConceptTree(
                new ConceptTree.Parts(fit.activations(), weights, directions), manifest);
    }

    private static ConceptTree.Level level(int number, Factorization fit, double overall) {
        Factorization.Manifest manifest = fit.manifest();
        return new ConceptTree.Level(
                number,
                fit.rank(),
                manifest.relative(),
                overall,
                manifest.bestIteration(),
                manifest.log());
    }

    private static ActivationSet directions(Factorization fit) {
        float[] rows = FitLoop.transpose(fit.f(), fit.d(), fit.rank());
        return ActivationSet.ofValues(rows, fit.rank(), fit.d());
    }

    private ConceptTree joined(ActivationSet set, List<Factorization> fits, JobContext context)
            throws FactorscopeException {
        FitData data = FitData.of(set, spec.fit().weighting(), context);
        List<float[]> weights = new ArrayList<>();
        List<float[]> directions = new ArrayList<>();
        for (Factorization fit : fits) {
            directions.add(FitLoop.transpose(fit.f(), fit.d(), fit.rank()));
        }
        for (Factorization fit : fits.subList(1, fits.size())) {
            weights.add(fit.g());
        }
        ConceptTree.Parts parts =
                new ConceptTree.Parts(fits.getFirst().activations(), weights, directions);
        int height = 3 * fits.getFirst().rank();
        try (NDManager manager = engine.newManager();
                TorchProgram ops =
                        TorchProgram.load(manager, SemiNmf.class, "seminmf.torchscript");
                RowBlocks blocks = new LocalBlocks(manager, ops, data, height, storage)) {
            FineTuning chain = new FineTuning(manager, ops, blocks, data, parts);
            List<Double> overall = chain.relativeLosses();
            List<Double> tuning = List.of();
            if (spec.fineTuning() > 0) {
                tuning = chain.run(spec.fineTuning(), spec.signed(), context);
                parts = chain.parts(storage);
                overall = chain.relativeLosses();
            }
            return new ConceptTree(parts, manifest(fits, overall, tuning, set));
        }
    }

    private ConceptTree.Manifest manifest(
            List<Factorization> fits,
            List<Double> overall,
            List<Double> tuning,
            ActivationSet set) {
        List<ConceptTree.Level> levels = new ArrayList<>();
        for (int i = 0; i < fits.size(); i++) {
            levels.add(level(i + 1, fits.get(i), overall.get(i)));
        }
        return new ConceptTree.Manifest(
                spec,
                levels,
                tuning,
                Provenance.now(
                        engine.deviceName(),
                        spec.fit().seed(),
                        Map.of("activations", set.sha256())));
    }
}
