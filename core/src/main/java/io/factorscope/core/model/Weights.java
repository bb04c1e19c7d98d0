package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.tensor.HostMatrix;
import io.factorscope.core.tensor.TorchProgram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
    private final List<List<NDArray>> tensors = new ArrayList<>();
    private final List<IValue> layers = new ArrayList<>();
    private final IValue all;

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
            tensors.add(layerTensors(layer));
            layers.add(TorchProgram.list(tensors.getLast()));
        }
        all = together(tensors);
    }

    private static IValue together(List<List<NDArray>> layers) {
        return TorchProgram.list(layers.stream().flatMap(List::stream).toList());
    }

    private List<NDArray> layerTensors(int layer) throws FactorscopeException {
        List<NDArray> all = new ArrayList<>();
        for (Role role : Role.values()) {
            if (!plan.used(role)) {
                all.add(none);
                all.add(none);
                continue;
            }
            String name = names.in(layer, role);
            if (role.isNorm()) {
                all.add(norm(name + ".weight"));
            } else {
                all.add(projection(name, role));
            }
            NDArray bias = bias(name, plan.outputs(role), names.biased().contains(role));
            all.add(permuted(role) && !bias.isEmpty() ? unpermute(bias, role) : bias);
        }
        return all;
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

    /// The tensors of all layers, one layer after another.
    IValue all() {
        return all;
    }

    /// A layer's tensor; empty where the family has none.
    NDArray tensor(int layer, Role role) {
        return tensors.get(layer).get(at(role));
    }

    /// What is added after it; empty for nothing.
    NDArray bias(int layer, Role role) {
        return tensors.get(layer).get(at(role) + 1);
    }

    /// A layer's matrix where it lies, in the processor's memory.
    HostMatrix hostLayer(int layer, Role role) {
        NDArray matrix = tensor(layer, role);
        if (!names.inByOut()) {
            return host(matrix);
        }
        try (NDManager scope = manager.newSubManager()) {
            return HostMatrix.of(ops, ops.call(scope, "turned", matrix), half).turned();
        }
    }

    /// A matrix that is stored by outputs, where it lies.
    HostMatrix host(NDArray matrix) {
        return HostMatrix.of(ops, matrix, half);
    }

    /// All of [#samples] where they lie.
    List<HostMatrix> hostSamples() {
        return IntStream.range(0, tensors.size())
                .boxed()
                .flatMap(layer -> Stream.of(Role.UP, Role.DOWN).map(role -> hostLayer(layer, role)))
                .toList();
    }

    /// Matrices of every layer on which kernels are tried: into the MLP and out of it.
    List<NDArray> samples() {
        return tensors.stream()
                .flatMap(layer -> Stream.of(Role.UP, Role.DOWN).map(role -> layer.get(at(role))))
                .toList();
    }

    private static int at(Role role) {
        return 2 * List.of(Role.values()).indexOf(role);
    }

    /// Whether matrices are bfloat16.
    boolean half() {
        return half;
    }

    @Override
    public void close() {
        layers.forEach(IValue::close);
        all.close();
        manager.close();
    }
}
