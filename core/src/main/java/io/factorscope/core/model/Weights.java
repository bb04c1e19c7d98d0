package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.tensor.TorchProgram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A model's tensors on the device, in the order in which the op program takes them.
///
/// Matrices are float32 or bfloat16; norms, biases and position embeddings always float32.
final class Weights implements AutoCloseable {
    /// `[vocab, d_model]`
    final NDArray tokenEmbedding;

    /// `[context, d_model]`, empty with rotary positions.
    final NDArray positionEmbedding;

    /// Weight and bias of the last norm, `[d_model]` each; the bias may be empty.
    final NDArray finalWeight;

    final NDArray finalBias;

    /// `[vocab, d_model]`
    final NDArray unembedding;

    /// Stands for an absent tensor.
    final NDArray none;

    private final NDManager manager;
    private final TorchProgram ops;
    private final ModelConfig config;
    private final WeightFile file;
    private final TensorNames names;
    private final TensorPlan plan;
    private final TensorLoader loader;
    private final boolean half;
    private final List<IValue> layers = new ArrayList<>();
    private final List<NDArray> upMatrices = new ArrayList<>();

    Weights(
            NDManager manager,
            TorchProgram ops,
            ModelConfig config,
            WeightFile file,
            TensorNames names,
            boolean half)
            throws FactorscopeException {
        this.manager = manager;
        this.ops = ops;
        this.config = config;
        this.file = file;
        this.names = names;
        this.plan = new TensorPlan(config, names);
        this.half = half;
        this.loader = new TensorLoader(manager, ops);
        this.none = manager.zeros(new Shape(0));
        int d = config.dModel();
        tokenEmbedding = matrix(names.embedding(), config.vocab(), d);
        String positions = names.positions();
        positionEmbedding =
                positions == null ? none : vector(positions + ".weight", config.context(), d);
        finalWeight = norm(names.finalNorm() + ".weight");
        finalBias = bias(names.finalNorm(), d, config.norm() == ModelConfig.Norm.LAYER);
        boolean own = file.find(names.unembedding() + ".weight") != null && !config.tied();
        if (!own && !config.tied()) {
            file.require(names.unembedding() + ".weight", config.vocab(), d);
        }
        unembedding = own ? matrix(names.unembedding(), config.vocab(), d) : tokenEmbedding;
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(TorchProgram.list(layerTensors(layer)));
        }
    }

    private List<NDArray> layerTensors(int layer) throws FactorscopeException {
        List<NDArray> tensors = new ArrayList<>();
        for (Role role : Role.values()) {
            if (!plan.used(role)) {
                tensors.add(none);
                tensors.add(none);
                continue;
            }
            String name = names.in(layer, role);
            if (role.isNorm()) {
                tensors.add(norm(name + ".weight"));
            } else {
                tensors.add(projection(name, role));
            }
            NDArray bias = bias(name, plan.outputs(role), names.biased().contains(role));
            tensors.add(permuted(role) && !bias.isEmpty() ? unpermute(bias, role) : bias);
            if (role == Role.UP) {
                upMatrices.add(tensors.get(tensors.size() - 2));
            }
        }
        return tensors;
    }

    /// A matrix as the op program wants it, `[out, in]`.
    private NDArray projection(String name, Role role) throws FactorscopeException {
        int out = plan.outputs(role);
        int in = plan.inputs(role);
        if (names.inByOut()) {
            return ops.call(manager, "turned", matrix(name, in, out));
        }
        NDArray matrix = matrix(name, out, in);
        return permuted(role) ? unpermute(matrix, role) : matrix;
    }

    private boolean permuted(Role role) {
        return names.permuted() && (role == Role.QUERIES || role == Role.KEYS);
    }

    private NDArray unpermute(NDArray rows, Role role) {
        ModelConfig.Attention attention = config.attention();
        int heads = role == Role.QUERIES ? attention.heads() : attention.keyHeads();
        NDArray out = ops.call(manager, "unpermute", rows, heads);
        rows.close();
        return out;
    }

    private NDArray matrix(String name, int rows, int columns) throws FactorscopeException {
        return loader.load(file.require(name + ".weight", rows, columns), half);
    }

    private NDArray vector(String name, long... shape) throws FactorscopeException {
        return loader.load(file.require(name, shape), false);
    }

    private NDArray norm(String name) throws FactorscopeException {
        NDArray weight = vector(name, config.dModel());
        return names.normOffset() == 0
                ? weight
                : ops.call(manager, "plus", weight, names.normOffset());
    }

    private NDArray bias(String name, int length, boolean required) throws FactorscopeException {
        @Nullable StoredTensor there = file.find(name + ".bias");
        return there == null && !required ? none : vector(name + ".bias", length);
    }

    /// A layer's tensors as the op program takes them.
    IValue layer(int layer) {
        return layers.get(layer);
    }

    /// Every layer's `UP` matrix, `[d_mlp, d_model]`, on which kernels are tried.
    List<NDArray> upMatrices() {
        return upMatrices;
    }

    /// Whether matrices are bfloat16.
    boolean half() {
        return half;
    }

    @Override
    public void close() {
        layers.forEach(IValue::close);
        manager.close();
    }
}
