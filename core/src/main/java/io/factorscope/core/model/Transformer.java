package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.tensor.TorchProgram;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The forward pass, read top to bottom: embed; per layer attention, MLP, residual; final norm.
///
/// 1. ids `[batch, pos]` become x `[batch, pos, d_model]`.
/// 2. Each layer adds attention, then the MLP; at each of its three sites the activation is first
///    changed by the interventions there and then tapped, so that a tap shows what the model reads.
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

    Transformer(ModelConfig config, Weights weights, TorchProgram ops) {
        this.config = config;
        this.weights = weights;
        this.ops = ops;
    }

    ForwardResult forward(
            NDManager scope, int[][] ids, @Nullable KvCache cache, ForwardRequest request) {
        NDManager work = scope.newSubManager();
        try (work) {
            int start = cache == null ? 0 : cache.length();
            int positions = ids[0].length;
            Map<HookPoint, NDArray> taps = new HashMap<>();
            Pass pass = new Pass(work, request.interventions(), start, taps, request);
            NDArray x = embed(work, ids, start);
            int last = request.lastLayer(config.layers());
            for (int layer = 0; layer <= last; layer++) {
                x = block(pass, layer, x, cache);
            }
            if (cache != null) {
                cache.advance(positions);
            }
            NDArray logits = logits(work, x, request.logits());
            taps.values().forEach(tap -> tap.attach(scope));
            if (logits != null) {
                logits.attach(scope);
            }
            return new ForwardResult(taps, logits);
        }
    }

    /// What stays the same through one pass.
    private record Pass(
            NDManager work,
            List<Intervention> interventions,
            int start,
            Map<HookPoint, NDArray> taps,
            ForwardRequest request) {}

    private NDArray embed(NDManager work, int[][] ids, int start) {
        long[] flat = new long[ids.length * ids[0].length];
        int at = 0;
        for (int[] row : ids) {
            for (int id : row) {
                flat[at++] = id;
            }
        }
        NDArray tokens = work.create(flat, new Shape(ids.length, ids[0].length)); // [batch, pos]
        return ops.call(
                work, "embed", tokens, weights.tokenEmbedding, weights.positionEmbedding, start);
    }

    private NDArray block(Pass pass, int layer, NDArray x, @Nullable KvCache cache) {
        NDManager work = pass.work;
        IValue w = weights.layer(layer);
        NDArray afterAttention = attention(pass, layer, x, cache);
        NDArray post =
                ops.call(
                        work,
                        "mlp_post",
                        afterAttention,
                        w,
                        config.epsilon(),
                        config.activation().op()); // [batch, pos, d_mlp]
        post = visit(pass, new HookPoint(layer, Site.MLP_POST), post);
        NDArray out = ops.call(work, "mlp_out", post, w); // [batch, pos, d_model]
        out = visit(pass, new HookPoint(layer, Site.MLP_OUT), out);
        NDArray residual = ops.call(work, "add", afterAttention, out);
        return visit(pass, new HookPoint(layer, Site.RESID_POST), residual);
    }

    private NDArray attention(Pass pass, int layer, NDArray x, @Nullable KvCache cache) {
        IValue w = weights.layer(layer);
        double scale = config.attentionScale(layer);
        if (cache == null) {
            return ops.call(pass.work, "attention", x, w, config.heads(), config.epsilon(), scale);
        }
        return ops.call(
                pass.work,
                "attention_cached",
                x,
                w,
                cache.keys.get(layer),
                cache.values.get(layer),
                pass.start,
                config.heads(),
                config.epsilon(),
                scale);
    }

    private NDArray visit(Pass pass, HookPoint point, NDArray activation) {
        NDArray changed = activation;
        for (Intervention intervention : pass.interventions) {
            if (intervention.at().equals(point)) {
                changed = change(pass, intervention, changed);
            }
        }
        if (pass.request.taps().contains(point)) {
            pass.taps.put(point, changed);
        }
        return changed;
    }

    private NDArray change(Pass pass, Intervention intervention, NDArray x) {
        NDArray vector = pass.work.create(intervention.vector());
        long first = Math.clamp((long) intervention.from() - pass.start, 0, x.getShape().get(1));
        boolean replace = intervention.mode() == Intervention.Mode.REPLACE;
        return !replace && first == 0
                ? ops.call(pass.work, "add", x, vector)
                : ops.call(pass.work, "change", x, vector, first, replace);
    }

    private @Nullable NDArray logits(NDManager work, NDArray x, ForwardRequest.Logits which) {
        if (which == ForwardRequest.Logits.NONE) {
            return null;
        }
        NDArray read = x;
        if (which == ForwardRequest.Logits.LAST) {
            read = x.get(":, -1"); // [batch, d_model]
            read.attach(work);
        }
        return unembed(work, read);
    }

    /// Final norm and unembedding of `x [.., d_model]`: logits `[.., vocab]`.
    NDArray unembed(NDManager scope, NDArray x) {
        return ops.call(
                scope,
                "logits",
                x,
                weights.finalWeight,
                weights.finalBias,
                weights.tokenEmbedding,
                config.epsilon());
    }

    Weights weights() {
        return weights;
    }

    @Override
    public void close() {
        ops.close();
        weights.close();
    }
}
