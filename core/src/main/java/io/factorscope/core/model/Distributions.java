package io.factorscope.core.model;

/// Next-token distributions from logits, in double precision.
public final class Distributions {
    private Distributions() {}

    /// Log-probabilities, nats.
    public static double[] logSoftmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float x : logits) {
            max = Math.max(max, x);
        }
        double sum = 0;
        for (float x : logits) {
            sum += Math.exp(x - max);
        }
        double norm = max + Math.log(sum);
        double[] out = new double[logits.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = logits[i] - norm;
        }
        return out;
    }

    /// KL(baseline ‖ other) of two rows of logits, nats.
    public static double kl(float[] baseline, float[] other) {
        double[] p = logSoftmax(baseline);
        double[] q = logSoftmax(other);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += Math.exp(p[i]) * (p[i] - q[i]);
        }
        return Math.max(0, sum);
    }
}
