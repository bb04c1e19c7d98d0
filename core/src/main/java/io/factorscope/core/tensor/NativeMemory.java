package io.factorscope.core.tensor;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Freed native memory that the C library keeps for later, handed back to the system.
///
/// Closing a model frees hundreds of megabytes in pieces that glibc would otherwise hold on to.
public final class NativeMemory {
    private NativeMemory() {}

    /// Hands back what is free; does nothing where the C library has no `malloc_trim` (only glibc
    /// has).
    ///
    /// **Cost**: some tens of milliseconds. **Threads**: any.
    @SuppressWarnings("restricted") // calls into the C library, with a signature that is fixed
    public static void giveBack() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> trim = linker.defaultLookup().find("malloc_trim");
        if (trim.isEmpty()) {
            return;
        }
        FunctionDescriptor type =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
        try {
            int given = (int) linker.downcallHandle(trim.get(), type).invokeExact(0L);
            System.getLogger(NativeMemory.class.getName())
                    .log(System.Logger.Level.DEBUG, "handed memory back: {0}", given == 1);
        } catch (Throwable e) {
            throw new IllegalStateException("malloc_trim", e); // it throws nothing
        }
    }
}
