package io.factorscope.core.tensor;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// The product of a few rows with a matrix of weights, y = x · Wᵀ, at the speed at which the memory
/// gives the weights.
///
/// The matrix is cut into chunks that a [Crew] shares: some of its outputs, or, where it is stored
/// by inputs, some of its inputs, whose sums are added up at the end. Several rows go through
/// [TileProduct]. For one row, a chunk is some of the first half and the same of the second: both
/// are read at a time, on and on and from one chunk to the next, which is how memory is read
/// fastest.
///
/// **Shapes**: x `[rows * in]`, y `[rows * out]`, row-major. **Randomness**: none; the cut and the
/// order of every sum depend on the shapes alone, so that the numbers do not depend on the threads.
/// **Threads**: those of the crew.
public final class RowProduct {
    private static final int SUMS = 8 << 10; // numbers, so that adding them up takes no time
    private static final int LEAST_PARTS = 8;
    private static final int MOST_PARTS = 32;
    private static final int GROUP = 4; // parts added up where they are, by the last thread of them
    private static final int CHUNK = 1 << 19; // bytes, so that it stays in a processor's cache
    private static final int NARROW = 256; // outputs: beginning with each stored row takes the time

    private final Crew crew;
    private final Sums sums = new Sums();
    private final TileProduct tiles;

    /// Products that a crew computes.
    public RowProduct(Crew crew) {
        this.crew = crew;
        tiles = new TileProduct(crew);
    }

    /// y = x · Wᵀ.
    public void multiply(HostMatrix w, float[] x, int rows, float[] y) {
        if (rows > 1 || (w.byInputs && (w.outputs <= NARROW || w.half))) {
            tiles.multiply(w, x, rows, y);
        } else if (w.byInputs) {
            try {
                byInputs(w, x, y);
            } finally {
                Reference.reachabilityFence(sums); // they are used by address
            }
        } else {
            byOutputs(w, x, y);
        }
    }

    private void byOutputs(HostMatrix w, float[] x, float[] y) {
        long bytes = (long) w.outputs * w.inputs * w.width();
        int chunks = Math.clamp(bytes / CHUNK, LEAST_PARTS, Integer.MAX_VALUE);
        int half = half(w.outputs);
        int count = (half + chunks - 1) / chunks;
        crew.run(
                (half + count - 1) / count,
                chunk -> {
                    int from = chunk * count;
                    int to = Math.min(half, from + count);
                    if (w.half) {
                        new HalfOutputKernel(w, x, y).write(from, to);
                    } else {
                        new OutputKernel(w, x, y).write(from, to);
                    }
                });
    }

    private void byInputs(HostMatrix w, float[] x, float[] y) {
        int count = Math.clamp(SUMS / w.outputs, LEAST_PARTS, MOST_PARTS) / GROUP * GROUP;
        int half = half(w.inputs);
        int each = (half + count - 1) / count;
        sums.reserve(count, w.outputs);
        long[] parts = new long[count];
        AtomicIntegerArray done = new AtomicIntegerArray(count / GROUP);
        AtomicInteger groups = new AtomicInteger();
        crew.run(
                count,
                part -> {
                    int from = Math.min(half, part * each);
                    int to = Math.min(half, from + each);
                    parts[part] = sums.address(part, from < to ? w.address(from) : 0);
                    Sums.clear(parts[part], w.outputs);
                    new InputKernel(w, x, parts[part]).add(from, to);
                    int first = part / GROUP * GROUP;
                    if (done.incrementAndGet(part / GROUP) == GROUP) {
                        Sums.fold(parts, first, first + GROUP, w.outputs);
                        if (groups.incrementAndGet() == count / GROUP) {
                            Sums.total(parts, GROUP, w.outputs, y);
                        }
                    }
                });
    }

    /// The longer half of so many.
    static int half(int count) {
        return (count + 1) / 2;
    }
}
