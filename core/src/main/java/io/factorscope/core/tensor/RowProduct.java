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
    private static final int NARROW = 256; // outputs: beginning with each stored row takes the time

    private final Crew crew;
    private final Sums sums = new Sums();
    private final TileProduct tiles;
    private final ReadAhead ahead = new ReadAhead();

    /// Products that a crew computes.
    public RowProduct(Crew crew) {
        this.crew = crew;
        tiles = new TileProduct(crew);
    }

    /// y = x · Wᵀ.
    public void multiply(HostMatrix w, float[] x, int rows, float[] y) {
        crew.whileIdle(rows > 1 ? Crew.Idle.NOTHING : ahead.after(w, crew.threads()));
        if (tiled(w, rows)) {
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

    /// Whether [TileProduct] takes it.
    static boolean tiled(HostMatrix w, int rows) {
        return rows > 1 || (w.byInputs && (w.outputs <= NARROW || w.half));
    }

    private void byOutputs(HostMatrix w, float[] x, float[] y) {
        Cut cut = Cut.of(w);
        crew.run(
                cut.chunks(),
                chunk -> {
                    int from = cut.from(chunk);
                    int to = cut.from(chunk + 1);
                    if (w.half) {
                        new HalfOutputKernel(w, x, y).write(from, to);
                    } else {
                        new OutputKernel(w, x, y).write(from, to);
                    }
                });
    }

    private void byInputs(HostMatrix w, float[] x, float[] y) {
        Cut cut = Cut.of(w);
        sums.reserve(cut.chunks(), w.outputs);
        long[] parts = new long[cut.chunks()];
        AtomicIntegerArray done = new AtomicIntegerArray(parts.length / Cut.GROUP);
        AtomicInteger groups = new AtomicInteger();
        crew.run(
                parts.length,
                part -> {
                    int from = cut.from(part);
                    int to = cut.from(part + 1);
                    parts[part] = sums.address(part, from < to ? w.address(from) : 0);
                    new InputKernel(w, x, parts[part]).write(from, to);
                    int group = part / Cut.GROUP;
                    if (done.incrementAndGet(group) == Cut.GROUP) {
                        int first = group * Cut.GROUP;
                        Sums.fold(parts, first, first + Cut.GROUP, w.outputs);
                        if (groups.incrementAndGet() == done.length()) {
                            Sums.total(parts, Cut.GROUP, w.outputs, y);
                        }
                    }
                });
    }
}
