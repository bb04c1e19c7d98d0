package io.factorscope.core.tensor;

/// How a matrix is cut for the product with one row: `chunks`, each of them `each` stored rows of
/// the first `half` of all, which is the longer one, and the same of the second half.
///
/// Both are read at a time, on and on and from one chunk to the next, which is how memory is read
/// fastest.
record Cut(int chunks, int each, int half) {
    static final int GROUP = 4; // chunks by inputs are a multiple
    private static final int SUMS = 8 << 10; // numbers, so that adding them up takes no time
    private static final int LEAST = 8;
    private static final int MOST = 32;
    private static final int CHUNK = 1 << 19; // bytes, so that it stays in a processor's cache

    /// The cut, which depends on the matrix alone.
    static Cut of(HostMatrix w) {
        if (w.byInputs) {
            int chunks = Math.clamp(SUMS / w.outputs, LEAST, MOST) / GROUP * GROUP;
            int half = half(w.inputs);
            return new Cut(chunks, Math.ceilDiv(half, chunks), half);
        }
        int half = half(w.outputs);
        int each = Math.ceilDiv(half, Math.clamp(w.bytes() / CHUNK, LEAST, Integer.MAX_VALUE));
        return new Cut(Math.ceilDiv(half, each), each, half);
    }

    /// The longer half of so many.
    static int half(int count) {
        return Math.ceilDiv(count, 2);
    }

    /// The first stored row of a chunk.
    int from(int chunk) {
        return Math.min(half, chunk * each);
    }
}
