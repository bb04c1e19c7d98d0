package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.tensor.TorchProgram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The levels of a tree as one chain, Aᵀ ≈ W₁ W₂ … W_L H_L: its loss, and Adam on all of it.
///
/// With R = W₂ … W_L H_L and T = W₁ᵀ(W₁R − Aᵀ), the gradients are (W₁R − Aᵀ)Rᵀ for W₁, and for what
/// is above products of T with the chain on both sides; so besides W₁, which goes token by token,
/// only the sums W₁ᵀAᵀ and W₁ᵀW₁ are needed. In the blocks W₁'s two moments lie under W₁: `[3 r₁,
/// n]`.
///
/// **Source**: Kingma and Ba (2015): rate 1e-3, β 0.9 and 0.999, ε 1e-8.
final class FineTuning {
    private static final double RATE = 1e-3;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final NDManager manager;
    private final TorchProgram ops;
    private final RowBlocks blocks;
    private final FitData data;
    private final ConceptTree.Parts from;
    private final int rank;
    private final double total;
    private final List<Moving> above = new ArrayList<>();
    private NDArray[] sums;
    private boolean tuned;

    /// A matrix that moves, with its two moments.
    private static final class Moving {
        private NDArray[] values;

        Moving(NDManager manager, float[] start, int rows, int columns) {
            Shape shape = new Shape(rows, columns);
            values =
                    new NDArray[] {
                        manager.create(start, shape), manager.zeros(shape), manager.zeros(shape)
                    };
        }

        NDArray now() {
            return values[0];
        }

        void step(NDManager manager, TorchProgram ops, NDArray slope, Pace pace, boolean project) {
            NDArray[] next =
                    ops.callAll(
                            manager, "adam", values[0], values[1], values[2], slope, pace.rate,
                            pace.root, project);
            for (NDArray old : values) {
                old.close();
            }
            values = next;
        }
    }

    /// Adam's step size and the root of its second correction, at step t.
    private record Pace(double rate, double root) {
        static Pace at(int t) {
            return new Pace(RATE / (1 - Math.pow(BETA1, t)), Math.sqrt(1 - Math.pow(BETA2, t)));
        }
    }

    FineTuning(
            NDManager manager,
            TorchProgram ops,
            RowBlocks blocks,
            FitData data,
            ConceptTree.Parts parts)
            throws FactorscopeException {
        this.manager = manager;
        this.ops = ops;
        this.blocks = blocks;
        this.data = data;
        this.from = parts;
        this.rank = parts.tokens().columns();
        blocks.fill((first, count, into) -> data.contract(parts.tokens(), first, count, into));
        try (NDManager scope = manager.newSubManager()) {
            this.total = blocks.sum(scope, "squared")[0].toDoubleArray()[0];
        }
        int below = rank;
        for (float[] weights : parts.weights()) {
            int own = weights.length / below;
            above.add(new Moving(manager, weights, below, own));
            below = own;
        }
        above.add(new Moving(manager, parts.directions().getLast(), below, blocks.d()));
        this.sums = blocks.sum(manager, "first_rows", rank);
    }

    /// For each level, from the finest, ‖Aᵀ − W₁ … Wᵢ Hᵢ‖² over ‖A‖².
    List<Double> relativeLosses() {
        List<Double> out = new ArrayList<>();
        try (NDManager scope = manager.newSubManager()) {
            for (int level = 0; level < above.size(); level++) {
                NDArray h = directions(scope, level);
                for (int i = level - 1; i >= 0; i--) {
                    h = product(scope, above.get(i).now(), h);
                }
                out.add((total - explained(scope, h)) / total);
            }
        }
        return out;
    }

    private double explained(NDManager scope, NDArray r) {
        return ops.call(scope, "chained", sums[0], sums[1], r).toDoubleArray()[0];
    }

    /// A level's own directions: as fitted, or after tuning the product of what is above.
    private NDArray directions(NDManager scope, int level) {
        if (!tuned) {
            float[] values = from.directions().get(level);
            return scope.create(values, new Shape(values.length / blocks.d(), blocks.d()));
        }
        NDArray h = above.getLast().now();
        for (int i = above.size() - 2; i >= level; i--) {
            h = product(scope, above.get(i).now(), h);
        }
        return h;
    }

    private static NDArray product(NDManager scope, NDArray a, NDArray b) {
        NDArray out = a.matMul(b);
        out.attach(scope);
        return out;
    }

    /// Runs so many steps; returns the mean squared error before each.
    List<Double> run(int steps, boolean signed, JobContext context) throws FactorscopeException {
        tuned = true;
        List<Double> errors = new ArrayList<>();
        for (int t = 1; t <= steps; t++) {
            context.checkpoint();
            errors.add(step(Pace.at(t), !signed));
            context.progress("fine-tuning", t, steps, "steps");
            if (context.stopRequested()) {
                break;
            }
        }
        return errors;
    }

    private double step(Pace pace, boolean project) {
        double count = (double) blocks.n() * blocks.d();
        double share = 2 / count;
        try (NDManager scope = manager.newSubManager()) {
            NDArray[] right = new NDArray[above.size()]; // right[i]: the chain from above[i] on
            for (int i = above.size() - 1; i >= 0; i--) {
                NDArray own = above.get(i).now();
                right[i] = i == above.size() - 1 ? own : product(scope, own, right[i + 1]);
            }
            NDArray r = right[0];
            double error = (total - explained(scope, r)) / count;
            NDArray t = ops.call(scope, "slope", sums[0], sums[1], r, share);
            NDArray rr = ops.call(scope, "gram", r);
            NDArray[] next =
                    blocks.update(scope, "adam_rows", r, rr, share, pace.rate, pace.root, project);
            for (int i = 0; i < above.size(); i++) {
                boolean last = i == above.size() - 1;
                NDArray slope = last ? t : product(scope, t, right[i + 1].transpose());
                if (!last) {
                    t = product(scope, above.get(i).now().transpose(), t);
                }
                slope.attach(scope);
                above.get(i).step(manager, ops, slope, pace, project && !last);
            }
            replaceSums(next);
            return error;
        }
    }

    private void replaceSums(NDArray[] next) {
        for (NDArray old : sums) {
            old.close();
        }
        sums = next;
        for (NDArray kept : sums) {
            kept.attach(manager);
        }
    }

    /// The chain as it is now; W₁ of tokens that were left out is 0.
    ConceptTree.Parts parts(FitStorage storage) throws FactorscopeException {
        FloatRows w1 = storage.result(from.tokens().rows(), rank);
        try {
            // the rows under the first `rank` are the moments
            blocks.read(false, (first, count, g) -> data.expand(first, count, g, w1));
        } catch (IOException e) {
            throw new IllegalStateException("no file is written here", e);
        }
        List<float[]> weights = new ArrayList<>();
        List<float[]> directions = new ArrayList<>();
        try (NDManager scope = manager.newSubManager()) {
            for (int i = 0; i < above.size(); i++) {
                if (i < above.size() - 1) {
                    weights.add(above.get(i).now().toFloatArray());
                }
                directions.add(directions(scope, i).toFloatArray());
            }
        }
        return new ConceptTree.Parts(w1, weights, directions);
    }
}
