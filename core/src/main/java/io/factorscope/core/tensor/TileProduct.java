package io.factorscope.core.tensor;

import java.util.concurrent.atomic.AtomicIntegerArray;

/// [RowProduct] of several rows: a [Panel] of the matrix after another is taken into a processor's
/// cache and multiplied there.
///
/// **Threads**: those of the crew; one product at a time.
final class TileProduct {
    private static final int LEAST_CHUNKS = 8;
    private static final int PARTS = 8; // of a matrix stored by inputs
    private static final int GROUP = 4; // parts added up by the last thread of them

    private final Crew crew;
    private final float[][] sums = new float[PARTS][0];

    TileProduct(Crew crew) {
        this.crew = crew;
    }

    /// As [RowProduct#multiply].
    void multiply(HostMatrix w, float[] x, int rows, float[] y) {
        if (w.byInputs) {
            byInputs(w, x, rows, y);
        } else {
            byOutputs(w, x, rows, y);
        }
    }

    private void byOutputs(HostMatrix w, float[] x, int rows, float[] y) {
        OutputTiles tiles = OutputTiles.of(w, x, rows, y);
        int most = Math.min(Panel.rows(w), Math.ceilDiv(w.outputs, LEAST_CHUNKS));
        int count = Math.max(1, most / OutputTiles.WIDTH) * OutputTiles.WIDTH;
        crew.run(
                Math.ceilDiv(w.outputs, count),
                chunk -> {
                    int from = chunk * count;
                    int to = Math.min(w.outputs, from + count);
                    tiles.write(from, to, Panel.read(w, from, to));
                });
    }

    private void byInputs(HostMatrix w, float[] x, int rows, float[] y) {
        int length = InputTiles.length(rows, w.outputs);
        int each = Math.ceilDiv(w.inputs, PARTS);
        int count = Math.ceilDiv(each, Math.ceilDiv(each, Panel.rows(w)));
        AtomicIntegerArray done = new AtomicIntegerArray(PARTS / GROUP);
        crew.run(
                PARTS,
                part -> {
                    if (sums[part].length < length) {
                        sums[part] = new float[length];
                    }
                    InputTiles tiles = InputTiles.of(w, x, rows, sums[part]);
                    int end = Math.min(w.inputs, (part + 1) * each);
                    for (int from = part * each; from < end; from += count) {
                        int to = Math.min(end, from + count);
                        tiles.add(from, to, Panel.read(w, from, to));
                    }
                    if (done.incrementAndGet(part / GROUP) == GROUP) {
                        fold(part / GROUP * GROUP, length);
                    }
                });
        crew.run(rows, row -> InputTiles.total(sums[0], sums[GROUP], row, w.outputs, y));
    }

    /// Adds the parts of a group, in their order, to the first.
    private void fold(int first, int length) {
        float[] a = sums[first];
        float[] b = sums[first + 1];
        float[] c = sums[first + 2];
        float[] d = sums[first + 3];
        for (int i = 0; i < length; i++) {
            a[i] = a[i] + b[i] + c[i] + d[i];
        }
    }
}
