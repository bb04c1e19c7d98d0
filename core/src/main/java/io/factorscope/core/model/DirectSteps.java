package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.tensor.Crew;
import io.factorscope.core.tensor.HostMatrix;
import io.factorscope.core.tensor.RowProduct;
import io.factorscope.core.tensor.TorchProgram;
import io.factorscope.core.tensor.VectorMath;
import io.factorscope.core.tensor.VectorModule;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One more position of a few texts, computed without the engine, in its memory: decoding is bound
/// by reading the weights, and here nothing is added to that.
///
/// The same pass as [Transformer]'s, of one position: embed; per layer attention, MLP, residual;
/// final norm, logits; changed at the same sites by the same interventions.
///
/// **Shapes**: rows are texts, `[batch * d]`. **Threads**: the engine thread and its own crew.
final class DirectSteps implements AutoCloseable {
    private static final int SLICE = 1 << 10; // numbers that one thread activates at a time

    private final ModelConfig config;
    private final TorchProgram ops;
    private final List<DirectLayer> layers = new ArrayList<>();
    private final HostMatrix embedding;
    private final @Nullable HostMatrix positions;
    private final HostMatrix unembedding;
    private final DirectNorm last;
    private final float[] frequencies; // empty without rotary positions
    private final Crew crew;
    private final RowProduct product;

    /// Steps through `weights`, which stay open as long.
    DirectSteps(ModelConfig config, Weights weights, TorchProgram ops, int threads) {
        this.config = config;
        this.ops = ops;
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(new DirectLayer(config, weights, layer));
        }
        embedding = weights.host(weights.tokenEmbedding);
        NDArray learned = weights.positionEmbedding;
        positions = learned.isEmpty() ? null : HostMatrix.of(ops, learned, false);
        unembedding = weights.host(weights.unembedding);
        last = new DirectNorm(config, weights.finalWeight, weights.finalBias);
        Rotary rotary = config.attention().rotary();
        int dHead = config.attention().dHead();
        frequencies = rotary == null ? new float[0] : rotary.frequencies(dHead);
        crew = new Crew(threads);
        product = new RowProduct(crew);
    }

    /// Whether this Java can do it at all, and what these weights need is written here.
    static boolean canRead(ModelConfig config, Weights weights) {
        return config.activation() != Activation.GELU && VectorModule.isLoaded();
    }

    /// Reads the next id of every text and gives the logits after it, `[batch * vocab]`.
    float[] read(int[][] next, KvCache cache, List<Intervention> interventions) {
        int position = cache.length();
        float[] x = embed(next, position);
        Step step =
                new Step(
                        next.length,
                        position,
                        new RotaryTurn(frequencies, position),
                        cache,
                        interventions);
        for (int layer = 0; layer < layers.size(); layer++) {
            layer(layer, x, step);
        }
        cache.advance(1);
        float[] read = normed(last, x);
        float[] logits = new float[next.length * config.vocab()];
        product.multiply(unembedding, read, next.length, logits);
        if (config.logitSoftCap() > 0) {
            VectorMath.softCap(logits, 0, logits.length, (float) config.logitSoftCap());
        }
        return logits;
    }

    /// What stays the same through one step.
    record Step(
            int texts,
            int position,
            RotaryTurn turn,
            KvCache cache,
            List<Intervention> interventions) {}

    private float[] embed(int[][] next, int position) {
        int d = config.dModel();
        float scale = (float) config.embeddingScale();
        float[] x = new float[next.length * d];
        float[] place = new float[d];
        if (positions != null) {
            positions.read(position, place, 0);
        }
        for (int text = 0; text < next.length; text++) {
            embedding.read(next[text][0], x, text * d);
            for (int i = 0; i < d; i++) {
                x[text * d + i] = x[text * d + i] * scale + place[i];
            }
        }
        return x;
    }

    private void layer(int index, float[] x, Step step) {
        DirectLayer w = layers.get(index);
        float[] attended = attention(index, w, normed(w.attentionNorm, x), step);
        float[] out = times(w.attentionOut, attended);
        add(x, w.attentionPostNorm == null ? out : normed(w.attentionPostNorm, out));

        float[] read = normed(w.mlpNorm, x);
        change(step, index, Site.MLP_IN, read);
        float[] post = times(w.up, read);
        if (w.gate == null) {
            activate(post);
        } else {
            float[] gate = times(w.gate, read);
            activate(gate);
            for (int i = 0; i < post.length; i++) {
                post[i] *= gate[i];
            }
        }
        change(step, index, Site.MLP_POST, post);
        float[] down = times(w.down, post);
        float[] added = w.mlpPostNorm == null ? down : normed(w.mlpPostNorm, down);
        change(step, index, Site.MLP_OUT, added);
        add(x, added);
        change(step, index, Site.RESID_POST, x);
    }

    private static void add(float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += y[i];
        }
    }

    private float[] normed(DirectNorm norm, float[] x) {
        float[] y = new float[x.length];
        crew.run(x.length / config.dModel(), text -> norm.row(x, y, text));
        return y;
    }

    private float[] times(DirectLayer.Linear w, float[] x) {
        int rows = x.length / w.matrix().inputs();
        float[] y = new float[rows * w.matrix().outputs()];
        product.multiply(w.matrix(), x, rows, y);
        w.addBias(y);
        return y;
    }

    private void activate(float[] a) {
        crew.run(
                (a.length + SLICE - 1) / SLICE,
                slice -> activate(a, slice * SLICE, Math.min(a.length, (slice + 1) * SLICE)));
    }

    private void activate(float[] a, int from, int to) {
        switch (config.activation()) {
            case GELU_TANH -> VectorMath.gelu(a, from, to);
            case SILU -> VectorMath.silu(a, from, to);
            case RELU -> VectorMath.relu(a, from, to);
            case GELU -> throw new IllegalStateException("not available");
        }
    }

    /// What the heads gather, `[batch * heads * d_head]`, from `read [batch * d_model]`.
    private float[] attention(int index, DirectLayer w, float[] read, Step step) {
        ModelConfig.Attention shape = config.attention();
        float[] q = times(w.queries, read);
        float[] k;
        float[] v;
        if (w.keys == null) { // one matrix gives all three
            int wide = shape.heads() * shape.dHead();
            int narrow = shape.keyHeads() * shape.dHead();
            float[] fused = q;
            q = columns(fused, step.texts, 0, wide);
            k = columns(fused, step.texts, wide, narrow);
            v = columns(fused, step.texts, wide + narrow, narrow);
        } else {
            k = times(w.keys, read);
            v = times(Objects.requireNonNull(w.values), read);
        }
        HeadAttention.Read all = new HeadAttention.Read(q, k, v);
        HeadAttention heads =
                new HeadAttention(shape, index, step, step.cache.host(ops, index), all);
        crew.run(step.texts * shape.keyHeads(), heads::gather);
        return heads.out;
    }

    private static float[] columns(float[] all, int rows, int from, int count) {
        int width = all.length / rows;
        float[] some = new float[rows * count];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(all, row * width + from, some, row * count, count);
        }
        return some;
    }

    private void change(Step step, int layer, Site site, float[] a) {
        for (Intervention intervention : step.interventions) {
            if (intervention.at().equals(new HookPoint(layer, site))) {
                intervention.applyTo(a, step.texts, step.position);
            }
        }
    }

    @Override
    public void close() {
        crew.close();
    }
}
