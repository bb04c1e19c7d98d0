package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.tensor.TorchProgram;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A model's tensors on the device, in the order in which the op program takes them.
final class Weights implements AutoCloseable {
    /// `[vocab, d_model]`
    final NDArray tokenEmbedding;

    /// `[context, d_model]`
    final NDArray positionEmbedding;

    /// Weight and bias of the last norm, `[d_model]` each.
    final NDArray finalWeight;

    final NDArray finalBias;

    private final List<IValue> layers = new ArrayList<>();
    private final List<NDArray> outputMatrices = new ArrayList<>();
    private final NDManager manager;
    private final Safetensors file;
    private final String prefix;

    Weights(Path path, Safetensors file, ModelConfig config, NDManager manager)
            throws FactorscopeException {
        this.manager = manager;
        this.file = file;
        this.prefix = file.names().contains("wte.weight") ? "" : "transformer.";
        int d = config.dModel();
        tokenEmbedding = tensor("wte.weight", config.vocab(), d);
        positionEmbedding = tensor("wpe.weight", config.context(), d);
        finalWeight = tensor("ln_f.weight", d);
        finalBias = tensor("ln_f.bias", d);
        for (int layer = 0; layer < config.layers(); layer++) {
            List<NDArray> tensors = block("h." + layer + ".", d, config.dMlp());
            outputMatrices.add(tensors.get(10));
            layers.add(TorchProgram.list(tensors));
        }
        refuseNaN(path, finalWeight, finalBias, tokenEmbedding);
    }

    private List<NDArray> block(String block, int d, int dMlp) throws FactorscopeException {
        List<NDArray> tensors = new ArrayList<>();
        tensors.add(tensor(block + "ln_1.weight", d));
        tensors.add(tensor(block + "ln_1.bias", d));
        addLinear(tensors, block + "attn.c_attn", d, 3 * d);
        addLinear(tensors, block + "attn.c_proj", d, d);
        tensors.add(tensor(block + "ln_2.weight", d));
        tensors.add(tensor(block + "ln_2.bias", d));
        addLinear(tensors, block + "mlp.c_fc", d, dMlp);
        addLinear(tensors, block + "mlp.c_proj", dMlp, d);
        return tensors;
    }

    /// GPT-2 stores its matrices `[in, out]`; the op program wants `[out, in]`, a view here.
    private void addLinear(List<NDArray> tensors, String name, int in, int out)
            throws FactorscopeException {
        NDArray view = tensor(name + ".weight", in, out).transpose();
        view.attach(manager);
        tensors.add(view);
        tensors.add(tensor(name + ".bias", out));
    }

    private NDArray tensor(String name, long... shape) throws FactorscopeException {
        ByteBuffer floats = file.floats(prefix + name, shape);
        return manager.create(floats, new Shape(shape), DataType.FLOAT32);
    }

    private static void refuseNaN(Path path, NDArray... tensors) throws FactorscopeException {
        for (NDArray tensor : tensors) {
            FloatBuffer values = tensor.toByteBuffer().asFloatBuffer();
            while (values.hasRemaining()) {
                if (!Float.isFinite(values.get())) {
                    throw new FactorscopeException(
                            "FS-MODEL-008",
                            path
                                    + " holds weights that are not numbers (NaN or infinite);"
                                    + " download or copy it again.");
                }
            }
        }
    }

    /// A block's tensors as the op program takes them.
    IValue layer(int layer) {
        return layers.get(layer);
    }

    /// The MLP's output matrix, `[d_model, d_mlp]`.
    NDArray outputMatrix(int layer) {
        return outputMatrices.get(layer);
    }

    @Override
    public void close() {
        layers.forEach(IValue::close);
        manager.close();
    }
}
