package io.factorscope.app.task;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Lets other threads of the machine go first.
///
/// Java's own thread priorities do nothing on Linux, where each thread has a niceness of its own
/// and hands it to the threads that it starts, those of native libraries among them.
final class Courtesy {
    private static final int THIS_THREAD = 0;
    private static final int MORE = 5;
    private static final int MOST = 19;

    private Courtesy() {}

    /// Makes the calling thread, and the threads it starts, give way to the window's whenever those
    /// have something to do; where nothing else wants the processor it is as fast as before. Does
    /// nothing except on Linux.
    static void giveWay() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> get = linker.defaultLookup().find("getpriority");
        Optional<MemorySegment> set = linker.defaultLookup().find("setpriority");
        boolean linux = System.getProperty("os.name").equals("Linux");
        if (linux && get.isPresent() && set.isPresent()) { // elsewhere it is the whole process's
            lower(linker, get.get(), set.get());
        }
    }

    @SuppressWarnings("restricted") // calls into the C library, with signatures that are fixed
    private static void lower(Linker linker, MemorySegment get, MemorySegment set) {
        ValueLayout.OfInt number = ValueLayout.JAVA_INT;
        FunctionDescriptor two = FunctionDescriptor.of(number, number, number);
        FunctionDescriptor three = FunctionDescriptor.of(number, number, number, number);
        try {
            int now = (int) linker.downcallHandle(get, two).invokeExact(THIS_THREAD, THIS_THREAD);
            int failed =
                    (int)
                            linker.downcallHandle(set, three)
                                    .invokeExact(
                                            THIS_THREAD, THIS_THREAD, Math.min(MOST, now + MORE));
            System.getLogger(Courtesy.class.getName())
                    .log(System.Logger.Level.DEBUG, "gives way: {0}", failed == 0);
        } catch (Throwable e) {
            throw new IllegalStateException("setpriority", e); // it throws nothing
        }
    }
}
