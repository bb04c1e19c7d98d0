package io.factorscope.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/// What a plain multiplicative-update loop spends an iteration on: the three dense products (F, P
/// and the residual's) and the residual matrix; without selection and inverse.
final class PlainLoop {
    private PlainLoop() {}

    /// Runs `iterations` on a `[n, d]` and g `[n, K]`, and gives the last sum of squares.
    static float run(NDManager manager, NDArray a, NDArray g, int iterations) {
        float loss = 0;
        for (int i = 0; i < iterations; i++) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray at = a.transpose();
                NDArray f = at.matMul(g); // [d, K]
                NDArray p = a.matMul(f); // [n, K]
                NDArray scaled = p.mul(1e-9f);
                NDArray residual = a.sub(scaled.matMul(f.transpose()));
                NDArray squared = residual.mul(residual);
                NDArray sum = squared.sum();
                for (NDArray made : new NDArray[] {at, f, p, scaled, residual, squared, sum}) {
                    made.attach(scope);
                }
                loss = sum.toFloatArray()[0];
            }
        }
        return loss;
    }
}
