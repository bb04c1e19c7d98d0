package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;

/// A norm's weight and bias, and the norm itself, for [DirectSteps].
final class DirectNorm {
    private final boolean centred;
    private final double epsilon;
    private final float[] weight;
    private final float[] bias;

    DirectNorm(ModelConfig config, NDArray weight, NDArray bias) {
        this.centred = config.norm() == ModelConfig.Norm.LAYER;
        this.epsilon = config.epsilon();
        this.weight = weight.toFloatArray();
        this.bias = bias.isEmpty() ? new float[this.weight.length] : bias.toFloatArray();
    }

    /// Norms one row of `x [rows * d]` into the same row of `y`.
    void row(float[] x, float[] y, int row) {
        int d = weight.length;
        int from = row * d;
        double mean = 0;
        if (centred) {
            for (int i = from; i < from + d; i++) {
                mean += x[i];
            }
            mean /= d;
        }
        double square = 0;
        for (int i = from; i < from + d; i++) {
            double off = x[i] - mean;
            square += off * off;
        }
        float scale = (float) (1 / Math.sqrt(square / d + epsilon));
        float middle = (float) mean;
        for (int i = 0; i < d; i++) {
            y[from + i] = (x[from + i] - middle) * scale * weight[i] + bias[i];
        }
    }
}
