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
        double mean = centred ? moment(x, from, 0, false) / d : 0;
        double square = moment(x, from, mean, true);
        float scale = (float) (1 / Math.sqrt(square / d + epsilon));
        float middle = (float) mean;
        for (int i = 0; i < d; i++) {
            y[from + i] = (x[from + i] - middle) * scale * weight[i] + bias[i];
        }
    }

    /// The sum of a row's distances from `mean`, or of their squares: two sums side by side, since
    /// an addition waits for the one before.
    private double moment(float[] x, int from, double mean, boolean squares) {
        int d = weight.length;
        double even = 0;
        double odd = 0;
        for (int i = from; i + 1 < from + d; i += 2) {
            double a = x[i] - mean;
            double b = x[i + 1] - mean;
            even += squares ? a * a : a;
            odd += squares ? b * b : b;
        }
        if (d % 2 == 1) {
            double a = x[from + d - 1] - mean;
            even += squares ? a * a : a;
        }
        return even + odd;
    }
}
