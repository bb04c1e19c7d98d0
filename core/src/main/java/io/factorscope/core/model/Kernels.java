package io.factorscope.core.model;

/// The kernels of a model: in its layers, and for the unembedding.
record Kernels(Kernel.Choice layers, Kernel.Choice unembedding) {
    /// Up to how many texts are decoded by [DirectSteps].
    int direct() {
        return Math.min(layers.direct(), unembedding.direct());
    }
}
