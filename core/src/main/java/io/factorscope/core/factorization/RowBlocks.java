package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.factorscope.core.job.FactorscopeException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// The tokens of a fit in blocks, each with its part of A and of G. Everything that touches all
/// tokens goes through here as a named operation of the program, run on one block at a time, whose
/// results are summed; what is left outside is small (F, GᵀG). So blocks may be in memory, in a
/// file, or elsewhere.
///
/// An operation takes a block's A `[d, rows]` and G `[K, rows]` first, then `arguments`.
///
/// **Threads**: the engine thread.
interface RowBlocks extends AutoCloseable {
    /// How many tokens there are.
    int n();

    /// How wide a token's activation is.
    int d();

    /// The sums, over blocks, of the operation's results.
    NDArray[] sum(NDManager into, String operation, @Nullable Object... arguments);

    /// As [#sum], on the G that was kept.
    NDArray[] sumKept(NDManager into, String operation, @Nullable Object... arguments);

    /// As [#sum], but the operation's first result becomes the block's G and is not summed.
    NDArray[] update(NDManager into, String operation, @Nullable Object... arguments);

    /// The operation's result, one number a token, in order.
    float[] each(String operation, @Nullable Object... arguments);

    /// In G, each of `factors` becomes `fill` everywhere but 1 on its token of `rows`.
    void plant(int[] factors, int[] rows, float fill);

    /// Some tokens' activations, `[rows.length, d]`.
    float[] activations(int[] rows);

    /// Remembers G as it is now; the next update writes elsewhere.
    void keep();

    /// G as it was when it was kept.
    void back();

    /// Sets G anew, block by block.
    void fill(BlockArrays.Filler g) throws FactorscopeException;

    /// Shows G block by block, as it is now or as it was kept.
    void read(boolean kept, Reader reader) throws FactorscopeException, IOException;

    @Override
    void close();

    /// Takes one block of G.
    @FunctionalInterface
    interface Reader {
        /// `g [K, count]` of the tokens from `first` on; the array may be longer, and is used
        /// again.
        void block(int first, int count, float[] g) throws FactorscopeException, IOException;
    }
}
