package io.factorscope.core.model;

import ai.djl.ndarray.NDManager;

import io.factorscope.core.hook.Intervention;

import java.util.List;

/// Reads tokens step by step with a KV cache and gives the next-token logits after each step.
///
/// **Threads**: the engine thread only.
public final class Decoder implements AutoCloseable {
    private final NDManager manager;
    private final Transformer transformer;
    private final KvCache cache;
    private final ForwardRequest request;

    Decoder(
            NDManager parent,
            Transformer transformer,
            ModelConfig config,
            int batch,
            int capacity,
            List<Intervention> interventions) {
        this.manager = parent.newSubManager();
        this.transformer = transformer;
        this.cache = new KvCache(manager, config, batch, capacity);
        this.request = ForwardRequest.logits(ForwardRequest.Logits.LAST, interventions);
    }

    /// Reads the next ids of every row, `[batch][pos]`, and returns logits `[batch * vocab]`.
    public float[] read(int[][] ids) {
        DirectSteps direct = transformer.directSteps(ids);
        if (direct != null) {
            return direct.read(ids, cache, request.interventions());
        }
        try (NDManager scope = manager.newSubManager()) {
            return transformer.forward(scope, ids, cache, request).requireLogits().toFloatArray();
        }
    }

    /// How many positions have been read.
    public int length() {
        return cache.length();
    }

    @Override
    public void close() {
        cache.close();
        manager.close();
    }
}
