package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.tensor.TorchProgram;

/// Blocks that stay on the device.
final class ResidentBlocks implements BlockArrays {
    private final NDManager manager;
    private final NDArray[] blocks;

    ResidentBlocks(NDManager manager, TorchProgram ops, int height, Cut cut, Filler filler)
            throws FactorscopeException {
        this.manager = manager;
        this.blocks = new NDArray[cut.blocks()];
        try (Staging staging = new Staging(height, cut)) {
            for (int b = 0; b < blocks.length; b++) {
                blocks[b] = staging.load(manager, ops, filler, cut.first(b), cut.count(b));
            }
        }
    }

    @Override
    public NDArray get(NDManager scope, int block) {
        return blocks[block];
    }

    @Override
    public void copy(int block, float[] into) {
        float[] values = blocks[block].toFloatArray();
        System.arraycopy(values, 0, into, 0, values.length);
    }

    @Override
    public void put(int block, NDArray value) {
        blocks[block].close();
        value.attach(manager);
        blocks[block] = value;
    }
}
