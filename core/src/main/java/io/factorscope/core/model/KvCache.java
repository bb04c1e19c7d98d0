package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;

import io.factorscope.core.tensor.HostMatrix;
import io.factorscope.core.tensor.TorchProgram;

import java.util.ArrayList;
import java.util.List;

/// Keys and values of the positions a model has already read, so that each new token costs one
/// step.
///
/// **Shapes**: per layer `[batch, head, pos, d_head]`, allocated once for all layers and for
/// `capacity` positions.
public final class KvCache implements AutoCloseable {
    final List<NDArray> keys = new ArrayList<>();
    final List<NDArray> values = new ArrayList<>();

    /// [#keys] and [#values] as the op program takes them.
    final IValue allKeys;

    final IValue allValues;
    private final NDManager manager;
    private final int capacity;
    private final NDArray keysOfAll;
    private final NDArray valuesOfAll;
    private final List<Host> hosts = new ArrayList<>();
    private int length;

    KvCache(NDManager parent, ModelConfig config, int batch, int capacity) {
        this.manager = parent.newSubManager();
        ModelConfig.Attention attention = config.attention();
        this.capacity = capacity;
        Shape shape =
                new Shape(
                        config.layers(), batch, attention.keyHeads(), capacity, attention.dHead());
        keysOfAll = manager.zeros(shape);
        valuesOfAll = manager.zeros(shape);
        for (int layer = 0; layer < config.layers(); layer++) {
            keys.add(keysOfAll.get(layer));
            values.add(valuesOfAll.get(layer));
        }
        allKeys = TorchProgram.list(keys);
        allValues = TorchProgram.list(values);
    }

    /// One layer's keys and values where they lie; row (text · key heads + head) · capacity +
    /// position, as wide as a head.
    record Host(HostMatrix keys, HostMatrix values, int capacity) {}

    /// A layer of a cache in the processor's memory.
    Host host(TorchProgram ops, int layer) {
        if (hosts.isEmpty()) {
            HostMatrix k = HostMatrix.of(ops, keysOfAll, false);
            HostMatrix v = HostMatrix.of(ops, valuesOfAll, false);
            int rows = k.outputs() / keys.size();
            for (int i = 0; i < keys.size(); i++) {
                hosts.add(new Host(k.rows(i * rows, rows), v.rows(i * rows, rows), capacity));
            }
        }
        return hosts.get(layer);
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
