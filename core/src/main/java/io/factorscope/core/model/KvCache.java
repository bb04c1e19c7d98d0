package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;

import io.factorscope.core.tensor.TorchProgram;

import java.util.ArrayList;
import java.util.List;

/// Keys and values of the positions a model has already read, so that each new token costs one
/// step.
///
/// **Shapes**: per layer `[batch, head, pos, d_head]`, allocated once for `capacity` positions.
public final class KvCache implements AutoCloseable {
    final List<NDArray> keys = new ArrayList<>();
    final List<NDArray> values = new ArrayList<>();

    /// [#keys] and [#values] as the op program takes them.
    final IValue allKeys;

    final IValue allValues;
    private final NDManager manager;
    private int length;

    KvCache(NDManager parent, ModelConfig config, int batch, int capacity) {
        this.manager = parent.newSubManager();
        ModelConfig.Attention attention = config.attention();
        Shape shape = new Shape(batch, attention.keyHeads(), capacity, attention.dHead());
        for (int layer = 0; layer < config.layers(); layer++) {
            keys.add(manager.zeros(shape));
            values.add(manager.zeros(shape));
        }
        allKeys = TorchProgram.list(keys);
        allValues = TorchProgram.list(values);
    }

    /// How many positions have been read.
    public int length() {
        return length;
    }

    void advance(int positions) {
        length += positions;
    }

    @Override
    public void close() {
        allKeys.close();
        allValues.close();
        manager.close();
    }
}
