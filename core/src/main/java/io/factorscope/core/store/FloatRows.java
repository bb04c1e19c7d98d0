package io.factorscope.core.store;

import io.factorscope.core.job.FactorscopeException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A float32 matrix, row-major, in memory or in a mapped file; 64-bit inside, so that rows times
/// columns may pass 2³¹.
///
/// **Threads**: safe to read together; one writer. A mapped one is freed when nobody holds it.
public final class FloatRows {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHUNK = 1 << 20;

    /// Rows read together, so that columns are written in runs.
    private static final int TILE = 16;

    private final MemorySegment data;
    private final int rows;
    private final int columns;

    private FloatRows(MemorySegment data, int rows, int columns) {
        this.data = data;
        this.rows = rows;
        this.columns = columns;
    }

    /// Wraps `values` (not copied), row-major.
    public static FloatRows of(float[] values, int rows, int columns) {
        return new FloatRows(MemorySegment.ofArray(values), rows, columns);
    }

    /// Zeros: in memory up to `limit` bytes, else in a temporary file under `folder`.
    ///
    /// **Errors**: `FS-FILE-001` when the disk is full.
    public static FloatRows zeros(int rows, int columns, long limit, Path folder)
            throws FactorscopeException {
        if (4L * rows * columns <= limit) {
            return of(new float[rows * columns], rows, columns);
        }
        MemorySegment data = ScratchFile.zeros(folder, Arena.ofAuto(), 4L * rows * columns);
        return new FloatRows(data, rows, columns);
    }

    /// An array `[rows, columns]` from an `.npy` file, mapped where its layout allows.
    ///
    /// **Errors**: those of [Npy#read].
    public static FloatRows read(Path file) throws FactorscopeException {
        int[] shape = Npy.shape(file, 2);
        if (!Npy.isMappable(file)) {
            return of(Npy.read(file, 2).values(), shape[0], shape[1]);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = 4L * shape[0] * shape[1];
            MemorySegment data =
                    channel.map(
                            FileChannel.MapMode.READ_ONLY,
                            Npy.dataStart(file),
                            bytes,
                            Arena.ofAuto());
            return new FloatRows(data, shape[0], shape[1]);
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    /// How many rows.
    public int rows() {
        return rows;
    }

    /// How many numbers a row has.
    public int columns() {
        return columns;
    }

    /// One number.
    public float get(int row, int column) {
        return data.get(FLOAT, 4 * ((long) row * columns + column));
    }

    /// Copies one row into `into`.
    public void row(int row, float[] into) {
        MemorySegment.copy(data, FLOAT, 4L * row * columns, into, 0, columns);
    }

    /// Sets one row.
    public void setRow(int row, float[] from) {
        MemorySegment.copy(from, 0, data, FLOAT, 4L * row * columns, columns);
    }

    /// A copy of one column, `[rows]`.
    public float[] column(int column) {
        float[] out = new float[rows];
        for (int row = 0; row < rows; row++) {
            out[row] = get(row, column);
        }
        return out;
    }

    /// A copy of every column, `[columns][rows]`, in one pass.
    public float[][] everyColumn() {
        float[][] out = new float[columns][rows];
        float[][] tile = new float[TILE][columns];
        for (int from = 0; from < rows; from += TILE) {
            int count = Math.min(TILE, rows - from);
            for (int i = 0; i < count; i++) {
                row(from + i, tile[i]);
            }
            for (int column = 0; column < columns; column++) {
                for (int i = 0; i < count; i++) {
                    out[column][from + i] = tile[i][column];
                }
            }
        }
        return out;
    }

    /// All numbers, row-major; not a copy where they are in memory.
    public float[] values() {
        if (data.heapBase().orElse(null) instanceof float[] array) {
            return array;
        }
        float[] out = new float[Math.toIntExact((long) rows * columns)];
        MemorySegment.copy(data, FLOAT, 0, out, 0, out.length);
        return out;
    }

    /// Writes `[rows, columns]` as `.npy`, atomically.
    public void write(Path file) throws FactorscopeException {
        AtomicFiles.write(
                file,
                out -> {
                    out.write(Npy.header(rows, columns));
                    long bytes = data.byteSize();
                    byte[] chunk = new byte[CHUNK];
                    for (long at = 0; at < bytes; at += CHUNK) {
                        int count = (int) Math.min(CHUNK, bytes - at);
                        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, chunk, 0, count);
                        out.write(chunk, 0, count);
                    }
                });
    }
}
