package io.factorscope.core.model;

import io.factorscope.core.tensor.HeadProducts;
import io.factorscope.core.tensor.VectorMath;

/// One layer's attention of a single position of each text, for [DirectSteps].
///
/// **Shapes**: q and out `[batch * heads * d_head]`, k and v `[batch * key_heads * d_head]`.
final class HeadAttention {
    final float[] out;
    private final ModelConfig.Attention shape;
    private final int layer;
    private final DirectSteps.Step step;
    private final KvCache.Host cache;
    private final Read read;

    /// What a layer's matrices made of the position.
    static final class Read {
        private final float[] q;
        private final float[] k;
        private final float[] v;

        Read(float[] q, float[] k, float[] v) {
            this.q = q;
            this.k = k;
            this.v = v;
        }
    }

    HeadAttention(
            ModelConfig.Attention shape,
            int layer,
            DirectSteps.Step step,
            KvCache.Host cache,
            Read read) {
        this.shape = shape;
        this.layer = layer;
        this.step = step;
        this.cache = cache;
        this.read = read;
        this.out = new float[read.q.length];
    }

    /// What the heads of one text that share a key head gather; `index` counts key heads, all of a
    /// text's before the next text's.
    void gather(int index) {
        float[] q = read.q;
        int position = step.position();
        int d = shape.dHead();
        int group = shape.heads() / shape.keyHeads();
        int row = index * cache.capacity();
        int own = index * d;
        step.turn().turn(read.k, own);
        cache.keys().write(row + position, read.k, own);
        cache.values().write(row + position, read.v, own);
        int window = shape.windows().get(layer);
        int first = window > 0 ? Math.max(0, position - window + 1) : 0;
        int seen = position + 1 - first;
        int heads = index * group * d;
        for (int head = 0; head < group; head++) {
            step.turn().turn(q, heads + head * d);
        }
        float[] scores = new float[group * seen];
        HeadProducts products =
                new HeadProducts(
                        cache.keys().rows(row + first, seen),
                        cache.values().rows(row + first, seen));
        for (int head = 0; head < group; head++) {
            products.scores(q, heads + head * d, scores, head * seen);
        }
        float scale = (float) shape.scale(layer);
        for (int i = 0; i < scores.length; i++) {
            scores[i] *= scale;
        }
        if (shape.softCap() > 0) {
            VectorMath.softCap(scores, 0, scores.length, (float) shape.softCap());
        }
        for (int head = 0; head < group; head++) {
            VectorMath.softmax(scores, head * seen, (head + 1) * seen);
            products.gather(scores, head * seen, out, heads + head * d);
        }
    }
}
