package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;

import io.factorscope.core.tensor.HostMatrix;
import io.factorscope.core.tensor.VectorMath;

import org.jspecify.annotations.Nullable;

/// One layer's weights as [DirectSteps] reads them; what a family has not is null.
final class DirectLayer {
    final DirectNorm attentionNorm;
    final Linear queries;
    final @Nullable Linear keys;
    final @Nullable Linear values;
    final Linear attentionOut;
    final @Nullable DirectNorm attentionPostNorm;
    final DirectNorm mlpNorm;
    final @Nullable Linear gate;
    final Linear up;
    final Linear down;
    final @Nullable DirectNorm mlpPostNorm;

    DirectLayer(ModelConfig config, Weights weights, int layer) {
        Reader reader = new Reader(config, weights, layer);
        attentionNorm = reader.norm(Role.ATTENTION_NORM);
        queries = reader.linear(Role.QUERIES);
        keys = reader.has(Role.KEYS) ? reader.linear(Role.KEYS) : null;
        values = reader.has(Role.VALUES) ? reader.linear(Role.VALUES) : null;
        attentionOut = reader.linear(Role.ATTENTION_OUT);
        boolean post = reader.has(Role.ATTENTION_POST_NORM);
        attentionPostNorm = post ? reader.norm(Role.ATTENTION_POST_NORM) : null;
        mlpNorm = reader.norm(Role.MLP_NORM);
        gate = reader.has(Role.GATE) ? reader.linear(Role.GATE) : null;
        up = reader.linear(Role.UP);
        down = reader.linear(Role.DOWN);
        mlpPostNorm = reader.has(Role.MLP_POST_NORM) ? reader.norm(Role.MLP_POST_NORM) : null;
    }

    /// A matrix, and what is added to each of its outputs; empty for nothing.
    static final class Linear {
        private final HostMatrix matrix;
        private final float[] bias;

        Linear(HostMatrix matrix, float[] bias) {
            this.matrix = matrix;
            this.bias = bias;
        }

        HostMatrix matrix() {
            return matrix;
        }

        /// Adds the bias to every row of `y [rows * out]`.
        void addBias(float[] y) {
            for (int row = 0; bias.length > 0 && row < y.length; row += bias.length) {
                VectorMath.add(y, row, bias);
            }
        }
    }

    private record Reader(ModelConfig config, Weights weights, int layer) {
        boolean has(Role role) {
            return !weights.tensor(layer, role).isEmpty();
        }

        DirectNorm norm(Role role) {
            NDArray weight = weights.tensor(layer, role);
            return new DirectNorm(config, weight, weights.bias(layer, role));
        }

        Linear linear(Role role) {
            NDArray bias = weights.bias(layer, role);
            return new Linear(
                    weights.hostLayer(layer, role),
                    bias.isEmpty() ? new float[0] : bias.toFloatArray());
        }
    }
}
