package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.tensor.TorchProgram;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Blocks on this machine, in memory or in mapped files. G has two places: the update never writes
/// where the kept one is.
final class LocalBlocks implements RowBlocks {
    private final NDManager manager;
    private final TorchProgram ops;
    private final BlockArrays.Cut cut;
    private final Arena arena = Arena.ofShared();
    private final int d;
    private final int height;
    private final BlockArrays a;
    private final BlockArrays[] g = new BlockArrays[2];
    private int now;
    private int kept = -1;

    /// Blocks of `data`, with a G of `height` rows that is all zero at first.
    LocalBlocks(NDManager manager, TorchProgram ops, FitData data, int height, FitStorage storage)
            throws FactorscopeException {
        this.manager = manager;
        this.ops = ops;
        this.d = data.d();
        this.height = height;
        this.cut = storage.cut(data.kept(), Math.max(d, height));
        this.a = arrays(storage, d, data::fill);
        for (int i = 0; i < 2; i++) {
            g[i] = arrays(storage, height, (first, count, into) -> {});
        }
    }

    private BlockArrays arrays(FitStorage storage, int rows, BlockArrays.Filler filler)
            throws FactorscopeException {
        return storage.mapped(cut.n(), d)
                ? new MappedBlocks(
                        ops, new MappedBlocks.Scratch(storage.scratch(), arena), rows, cut, filler)
                : new ResidentBlocks(manager, ops, rows, cut, filler);
    }

    @Override
    public int n() {
        return cut.n();
    }

    @Override
    public int d() {
        return d;
    }

    @Override
    public NDArray[] sum(NDManager into, String operation, @Nullable Object... arguments) {
        return fold(into, operation, g[now], null, arguments);
    }

    @Override
    public NDArray[] sumKept(NDManager into, String operation, @Nullable Object... arguments) {
        return fold(into, operation, g[kept], null, arguments);
    }

    @Override
    public NDArray[] update(NDManager into, String operation, @Nullable Object... arguments) {
        int target = target();
        NDArray[] sums = fold(into, operation, g[now], g[target], arguments);
        now = target;
        return sums;
    }

    private int target() {
        return now == kept ? 1 - now : now;
    }

    private NDArray[] fold(
            NDManager into,
            String operation,
            BlockArrays from,
            @Nullable BlockArrays target,
            @Nullable Object... arguments) {
        NDArray[] totals = new NDArray[0];
        int skip = target == null ? 0 : 1;
        for (int b = 0; b < cut.blocks(); b++) {
            try (NDManager scope = into.newSubManager()) {
                NDArray[] made = call(scope, operation, from, b, arguments);
                if (target != null) {
                    target.put(b, made[0]);
                }
                if (b == 0) {
                    totals = new NDArray[made.length - skip];
                }
                for (int i = 0; i < totals.length; i++) {
                    NDArray part = made[i + skip];
                    totals[i] = b == 0 ? part : replace(totals[i], totals[i].add(part));
                    totals[i].attach(into);
                }
            }
        }
        return totals;
    }

    private static NDArray replace(NDArray old, NDArray by) {
        old.close();
        return by;
    }

    private NDArray[] call(
            NDManager scope,
            String operation,
            BlockArrays from,
            int block,
            @Nullable Object... arguments) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(a.get(scope, block));
        all.add(from.get(scope, block));
        all.addAll(java.util.Arrays.asList(arguments));
        return ops.callAll(scope, operation, all.toArray());
    }

    @Override
    public float[] each(String operation, @Nullable Object... arguments) {
        float[] out = new float[cut.n()];
        for (int b = 0; b < cut.blocks(); b++) {
            try (NDManager scope = manager.newSubManager()) {
                float[] part = call(scope, operation, g[now], b, arguments)[0].toFloatArray();
                System.arraycopy(part, 0, out, cut.first(b), part.length);
            }
        }
        return out;
    }

    @Override
    public void plant(int[] factors, int[] rows, float fill) {
        int target = target();
        for (int b = 0; b < cut.blocks(); b++) {
            int first = cut.first(b);
            int count = cut.count(b);
            List<Long> at = new ArrayList<>();
            List<Long> columns = new ArrayList<>();
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] >= first && rows[i] < first + count) {
                    at.add((long) factors[i]);
                    columns.add((long) rows[i] - first);
                }
            }
            try (NDManager scope = manager.newSubManager()) {
                long[] all = java.util.Arrays.stream(factors).asLongStream().toArray();
                NDArray old = g[now].get(scope, b);
                g[target].put(
                        b,
                        ops.call(
                                scope,
                                "plant",
                                old,
                                scope.create(all),
                                fill,
                                longs(scope, at),
                                longs(scope, columns)));
            }
        }
        now = target;
    }

    private static NDArray longs(NDManager scope, List<Long> values) {
        return scope.create(values.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public float[] activations(int[] rows) {
        float[] out = new float[rows.length * d];
        for (int i = 0; i < rows.length; i++) {
            int block = rows[i] / cut.size();
            try (NDManager scope = manager.newSubManager()) {
                NDArray column =
                        ops.call(scope, "column", a.get(scope, block), rows[i] - cut.first(block));
                System.arraycopy(column.toFloatArray(), 0, out, i * d, d);
            }
        }
        return out;
    }

    @Override
    public void keep() {
        kept = now;
    }

    @Override
    public void back() {
        now = kept;
    }

    @Override
    public void fill(BlockArrays.Filler filler) throws FactorscopeException {
        int target = target();
        try (Staging staging = new Staging(height, cut)) {
            for (int b = 0; b < cut.blocks(); b++) {
                try (NDManager scope = manager.newSubManager()) {
                    g[target].put(b, staging.load(scope, ops, filler, cut.first(b), cut.count(b)));
                }
            }
        }
        now = target;
    }

    @Override
    public void read(boolean best, Reader reader) throws FactorscopeException, IOException {
        BlockArrays from = g[best ? kept : now];
        float[] values = new float[height * Math.min(cut.size(), cut.n())];
        for (int b = 0; b < cut.blocks(); b++) {
            from.copy(b, values);
            reader.block(cut.first(b), cut.count(b), values);
        }
    }

    @Override
    public void close() {
        arena.close(); // the manager owns what is in memory
    }
}
