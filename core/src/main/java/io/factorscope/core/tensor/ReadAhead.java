package io.factorscope.core.tensor;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// Takes what each thread begins the next product with into its processor's cache, while the
/// threads of a [Crew] wait: for each other at the end of a product, and for what one thread does
/// between two products. So the memory is read on.
///
/// The next matrix is the one that came next the last time: a step of decoding reads all of them in
/// the same order.
///
/// **Threads**: one says what comes; any read.
final class ReadAhead {
    private static final int PIECE = 1 << 10; // bytes of either half of the matrix
    private static final int MOST = 1 << 18; // the same, so that it is in the cache when needed
    private static final int LINE = 64; // of the memory

    private final Map<HostMatrix, HostMatrix> next = new HashMap<>();
    private @Nullable HostMatrix last;
    private int unused;

    /// What so many threads do while they wait from a product of one row with `w` on.
    Crew.Idle after(HostMatrix w, int threads) {
        if (last != null) {
            next.put(last, w);
        }
        last = w;
        HostMatrix coming = next.get(w);
        if (coming == null || RowProduct.tiled(coming, 1)) {
            return Crew.Idle.NOTHING;
        }
        return of(coming, threads);
    }

    private Crew.Idle of(HostMatrix w, int threads) {
        Cut cut = Cut.of(w);
        long row = w.length();
        long far = cut.half() * row;
        return (thread, piece) -> {
            long from = cut.from(Crew.first(cut.chunks(), thread, threads)) * row;
            long to = cut.from(Crew.first(cut.chunks(), thread + 1, threads)) * row;
            long end = Math.min(Math.min(to, w.bytes() - far), from + MOST);
            long at = from + (long) piece * PIECE;
            boolean more = at + PIECE <= end;
            if (more) {
                touch(w, at, far);
            }
            return more;
        };
    }

    private void touch(HostMatrix w, long begin, long far) {
        int sum = 0;
        for (long at = begin; at < begin + PIECE; at += LINE) {
            sum += w.at(at) + w.at(at + far);
        }
        if (sum == Integer.MAX_VALUE) { // never, but Java's compiler must not leave out the loads
            unused = sum;
        }
    }
}
