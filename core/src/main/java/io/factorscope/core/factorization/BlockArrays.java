package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.factorscope.core.job.FactorscopeException;

/// One matrix `[height, n]` cut into blocks of columns, in memory or in a file.
sealed interface BlockArrays permits ResidentBlocks, MappedBlocks {
    /// Makes the numbers of one block.
    @FunctionalInterface
    interface Filler {
        /// Fills `into [height, count]` with the columns from `first` on.
        void fill(int first, int count, float[] into) throws FactorscopeException;
    }

    /// Where the columns are cut: `size` a block, the last perhaps less.
    record Cut(int n, int size) {
        int blocks() {
            return (n + size - 1) / size;
        }

        int first(int block) {
            return block * size;
        }

        int count(int block) {
            return Math.min(size, n - first(block));
        }
    }

    /// A block, for reading only, until `scope` closes.
    NDArray get(NDManager scope, int block);

    /// Copies a block to the start of `into`.
    void copy(int block, float[] into);

    /// Replaces a block.
    void put(int block, NDArray value);
}
