package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.tensor.TorchProgram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The forward pass, read top to bottom: embed; per layer attention, MLP, residual; final norm.
///
/// 1. ids `[batch, pos]` become x `[batch, pos, d_model]`.
/// 2. Each layer adds attention, then the MLP; at each of its sites the activation is first changed
///    by the interventions there and then tapped, so that a tap shows what the model reads.
/// 3. Without logits the pass ends after the last tapped layer.
///
/// Shorter texts of a batch are padded at their end: under a causal mask no real position can see
/// the padding, so its rows only have to be left out of what is read.
///
/// **Threads**: the engine thread only.
final class Transformer implements AutoCloseable {
    private final ModelConfig config;
    private final Weights weights;
    private final TorchProgram ops;
    private final Kernels kernels;
    private final IValue numbers;
    private final IValue reals;
    private final IValue windows;
    private final IValue scales;
    private final @Nullable NDArray frequencies;
    private final int threads;
    private @Nullable DirectSteps direct;

    Transformer(
            NDManager manager,
            ModelConfig config,
            Weights weights,
            TorchProgram ops,
            Kernels kernels,
            int threads) {
        this.threads = threads;
        this.config = config;
        this.weights = weights;
        this.ops = ops;
        this.kernels = kernels;
        ModelConfig.Attention attention = config.attention();
        this.numbers =
                TorchProgram.list(
                        config.norm() == ModelConfig.Norm.LAYER ? 0 : 1,
                        attention.heads(),
                        attention.keyHeads(),
                        attention.dHead(),
                        config.activation().op());
        this.reals = TorchProgram.list(config.epsilon(), attention.softCap());
        this.windows =
                TorchProgram.list(
                        attention.windows().stream().mapToLong(Integer::longValue).toArray());
        this.scales =
                TorchProgram.list(
                        IntStream.range(0, config.layers())
                                .mapToDouble(attention::scale)
                                .toArray());
        Rotary rotary = attention.rotary();
        this.frequencies =
                rotary == null ? null : manager.create(rotary.frequencies(attention.dHead()));
    }

    /// What reads the next `ids [batch][pos]` faster than a pass here, or null.
    @Nullable DirectSteps directSteps(int[][] ids) {
        if (ids[0].length > 1 || ids.length > kernels.direct()) {
            return null;
        }
        if (direct == null) {
            direct = new DirectSteps(config, weights, ops, threads);
        }
        return direct;
    }

    ForwardResult forward(
            NDManager scope, int[][] ids, @Nullable KvCache cache, ForwardRequest request) {
        NDManager work = scope.newSubManager();
        try (work) {
            int start = cache == null ? 0 : cache.length();
            int positions = ids[0].length;
            Hooks hooks = new Hooks(ops, work, start, request);
            Kernel kernel = kernels.layers().forRows((long) ids.length * positions);
            Angles angles = angles(work, start, positions);
            Pass pass = new Pass(work, start, angles, kernel, hooks);
            NDArray x = embed(work, ids, start);
            int end = request.lastLayer(config.layers()) + 1;
            if (cache == null) {
                for (int layer = 0; layer < end; layer++) {
                    x = block(pass, layer, x, null);
                }
            } else {
                x = cached(pass, end, x, cache);
                cache.advance(positions);
            }
            NDArray logits = logits(pass, x, request.logits());
            Map<HookPoint, NDArray> taps = hooks.taps();
            taps.values().forEach(tap -> tap.attach(scope));
            if (logits != null) {
                logits.attach(scope);
            }
            return new ForwardResult(taps, logits);
        }
    }

    /// Cosines and sines of the rotary positions, `[pos, d_head]`; empty without.
    private record Angles(NDArray cos, NDArray sin) {}

    /// What stays the same through one pass.
    private record Pass(NDManager work, int start, Angles angles, Kernel kernel, Hooks hooks) {}

    private Angles angles(NDManager work, int start, int positions) {
        if (frequencies == null) {
            return new Angles(weights.none, weights.none);
        }
        NDArray[] both = ops.callAll(work, "angles", frequencies, start, positions);
        return new Angles(both[0], both[1]);
    }

    private NDArray embed(NDManager work, int[][] ids, int start) {
        return ops.call(
                work,
                "embed",
                tokens(work, ids),
                weights.tokenEmbedding,
                weights.positionEmbedding,
                start,
                config.embeddingScale());
    }

    private static NDArray tokens(NDManager work, int[][] ids) {
        long[] flat = new long[ids.length * ids[0].length];
        int at = 0;
        for (int[] row : ids) {
            for (int id : row) {
                flat[at++] = id;
            }
        }
        return work.create(flat, new Shape(ids.length, ids[0].length)); // [batch, pos]
    }

    /// One layer. What it makes on its way is freed at its end, and `x` with it unless tapped: a
    /// deep model's layers together would need far more memory than its weights.
    private NDArray block(Pass pass, int layer, NDArray x, @Nullable KvCache cache) {
        try (NDManager inner = pass.work.newSubManager()) {
            Hooks hooks = pass.hooks;
            IValue w = weights.layer(layer);
            int kernel = pass.kernel.op();
            NDArray attended = attention(pass, inner, layer, x, cache);
            NDArray read = ops.call(inner, "mlp_in", attended, w, numbers, reals);
            read = hooks.visit(inner, new HookPoint(layer, Site.MLP_IN), read); // [.., d_model]
            NDArray post = ops.call(inner, "mlp_post", read, w, numbers, kernel);
            post = hooks.visit(inner, new HookPoint(layer, Site.MLP_POST), post); // [.., d_mlp]
            NDArray out = ops.call(inner, "mlp_out", post, w, numbers, reals, kernel);
            out = hooks.visit(inner, new HookPoint(layer, Site.MLP_OUT), out); // [.., d_model]
            NDArray residual = ops.call(inner, "add", attended, out);
            residual = hooks.visit(inner, new HookPoint(layer, Site.RESID_POST), residual);
            residual.attach(pass.work);
            if (layer == 0 || !hooks.tapped(new HookPoint(layer - 1, Site.RESID_POST))) {
                x.close();
            }
            return residual;
        }
    }

    /// The first layers, those in which nothing is changed or tapped in as few calls as can be: a
    /// call for each part of each layer costs a step of a small model as much as its products do.
    private NDArray cached(Pass pass, int end, NDArray embedded, KvCache cache) {
        NDArray x = embedded;
        int layer = 0;
        while (layer < end) {
            int touched = pass.hooks.nextTouched(layer, end);
            if (touched > layer) {
                x = untouched(pass, layer, touched, x, cache);
            }
            if (touched < end) {
                x = block(pass, touched, x, cache);
            }
            layer = touched + 1;
        }
        return x;
    }

    private NDArray untouched(Pass pass, int first, int end, NDArray x, KvCache cache) {
        return ops.call(
                pass.work,
                "layers_cached",
                x,
                weights.all(),
                numbers,
                reals,
                pass.angles.cos,
                pass.angles.sin,
                windows,
                scales,
                pass.kernel.op(),
                cache.allKeys,
                cache.allValues,
                pass.start,
                first,
                end);
    }

    private NDArray attention(
            Pass pass, NDManager inner, int layer, NDArray x, @Nullable KvCache cache) {
        List<Object> arguments =
                new ArrayList<>(
                        List.of(
                                x,
                                weights.layer(layer),
                                numbers,
                                reals,
                                pass.angles.cos,
                                pass.angles.sin,
                                config.attention().windows().get(layer),
                                config.attention().scale(layer),
                                pass.kernel.op()));
        if (cache == null) {
            return ops.call(inner, "attention", arguments.toArray());
        }
        arguments.add(cache.keys.get(layer));
        arguments.add(cache.values.get(layer));
        arguments.add(pass.start);
        return ops.call(inner, "attention_cached", arguments.toArray());
    }

    private @Nullable NDArray logits(Pass pass, NDArray x, ForwardRequest.Logits which) {
        if (which == ForwardRequest.Logits.NONE) {
            return null;
        }
        NDArray read = x;
        if (which == ForwardRequest.Logits.LAST) {
            read = x.get(":, -1"); // [batch, d_model]
            read.attach(pass.work);
        }
        return unembed(pass.work, read, config.logitSoftCap());
    }

    /// Final norm and unembedding of `x [.., d_model]`, soft-capped: logits `[.., vocab]`.
    private NDArray unembed(NDManager scope, NDArray x, double softCap) {
        Kernel kernel = kernels.unembedding().forRows(x.size() / config.dModel());
        return ops.call(
                scope,
                "logits",
                x,
                weights.finalWeight,
                weights.finalBias,
                weights.unembedding,
                weights.none,
                numbers,
                reals,
                softCap,
                kernel.op());
    }

    /// Final norm and unembedding of a vector `[d_model]`, without soft-cap: `[vocab]`.
    NDArray project(NDManager scope, NDArray vector) {
        return unembed(scope, vector.reshape(1, 1, -1), 0);
    }

    /// `v · W_out` of one layer without its bias, then its post-norm where there is one:
    /// `[d_model]`.
    NDArray throughOutput(NDManager scope, int layer, NDArray v) {
        return ops.call(scope, "through", v, weights.layer(layer), numbers, reals);
    }

    /// How little `logits [batch, pos, vocab]` expected each next id, nats: `[batch, pos - 1]`.
    NDArray surprise(NDManager scope, NDArray logits, int[][] ids) {
        return ops.call(scope, "surprise", logits, tokens(scope, ids));
    }

    Weights weights() {
        return weights;
    }

    @Override
    public void close() {
        if (direct != null) {
            direct.close();
        }
        numbers.close();
        reals.close();
        windows.close();
        scales.close();
        ops.close();
        weights.close();
    }
}
