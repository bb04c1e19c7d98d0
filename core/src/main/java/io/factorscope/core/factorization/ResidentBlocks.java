package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

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
        for (int b = 0; b < blocks.length; b++) {
            float[] values = new float[height * cut.count(b)];
            filler.fill(cut.first(b), cut.count(b), values);
            try (NDArray made = manager.create(values, new Shape(height, cut.count(b)))) {
                // the engine's own memory is aligned: the same numbers give the same sums
                blocks[b] = ops.call(manager, "copied", made);
            }
        }
    }

    @Override
    public NDArray get(NDManager scope, int block) {
        return blocks[block];
    }

    @Override
    public void put(int block, NDArray value) {
        blocks[block].close();
        value.attach(manager);
        blocks[block] = value;
    }
}
