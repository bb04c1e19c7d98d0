package io.factorscope.core.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Memory for an [InputKernel]'s sums: parts of one row each, with room for a vector around it.
///
/// It is not Java's, since where it lies matters. The processor takes a load for one of what it is
/// still storing where both addresses end alike (in 12 bits), and waits: so a part lies half of
/// 4,096 bytes from what is added to it, and on the same place in the memory's lines.
///
/// **Threads**: one at a time makes room; any reads and writes parts of its own.
final class Sums {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final long BYTES = (long) Float.BYTES * LANES;
    private static final long PAGE = 1 << 12;
    private static final long ROOM = 64; // bytes, of the longest vector and the memory's line

    private MemorySegment memory = MemorySegment.NULL;
    private long part;

    private static long length(int outputs) {
        return (outputs * (long) Float.BYTES + ROOM - 1) / ROOM * ROOM + ROOM;
    }

    /// Makes room for so many parts.
    void reserve(int parts, int outputs) {
        part = (length(outputs) / PAGE + 2) * PAGE;
        if (memory.byteSize() < (parts + 1) * part) {
            memory = Arena.ofAuto().allocate((parts + 1) * part, PAGE);
        }
    }

    /// Where a part begins, if what is added to it lies at `added`.
    long address(int number, long added) {
        long at = PAGE + number * part + (added + PAGE / 2) % PAGE;
        return memory.asSlice(at, part - PAGE).address();
    }

    /// Sets a part to 0.
    static void clear(long at, int outputs) {
        HostMatrix.MEMORY.asSlice(at, length(outputs)).fill((byte) 0);
    }

    /// Adds parts `first` to `end - 1`, in their order, to the first of them.
    static void fold(long[] parts, int first, int end, int outputs) {
        for (long o = 0; o < length(outputs) - ROOM; o += BYTES) {
            FloatVector sum = load(parts[first] + o);
            for (int part = first + 1; part < end; part++) {
                sum = sum.add(load(parts[part] + o));
            }
            sum.intoMemorySegment(HostMatrix.MEMORY, parts[first] + o, ByteOrder.LITTLE_ENDIAN);
        }
    }

    /// Adds up the first of every `step` parts, in their order, into `y`.
    static void total(long[] parts, int step, int outputs, float[] y) {
        int o = 0;
        for (; o + LANES <= outputs; o += LANES) {
            long at = o * (long) Float.BYTES;
            FloatVector sum = load(parts[0] + at);
            for (int part = step; part < parts.length; part += step) {
                sum = sum.add(load(parts[part] + at));
            }
            sum.intoArray(y, o);
        }
        for (; o < outputs; o++) {
            float sum = 0;
            for (int part = 0; part < parts.length; part += step) {
                sum += get(parts[part] + o * (long) Float.BYTES);
            }
            y[o] = sum;
        }
    }

    private static FloatVector load(long at) {
        return FloatVector.fromMemorySegment(
                FLOATS, HostMatrix.MEMORY, at, ByteOrder.LITTLE_ENDIAN);
    }

    static float get(long at) {
        return HostMatrix.MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
    }

    static void set(long at, float sum) {
        HostMatrix.MEMORY.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, sum);
    }
}
