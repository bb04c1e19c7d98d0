package io.factorscope.core.store;

import io.factorscope.core.job.FactorscopeException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A temporary file that is gone when its mapping is.
public final class ScratchFile {
    private static final int CHUNK = 1 << 20;

    private ScratchFile() {}

    /// A mapped file of `bytes` zeros; every byte is written, so that a full disk is an error here
    /// and not a fault later.
    public static MemorySegment zeros(Path folder, Arena arena, long bytes)
            throws FactorscopeException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        return filled(
                folder,
                arena,
                channel -> {
                    for (long left = bytes; left > 0; left -= CHUNK) {
                        chunk.clear().limit((int) Math.min(CHUNK, left));
                        while (chunk.hasRemaining()) {
                            channel.write(chunk);
                        }
                    }
                });
    }

    /// Writes a file's content.
    @FunctionalInterface
    public interface Filler {
        /// Appends everything to `channel`.
        void fill(FileChannel channel) throws IOException, FactorscopeException;
    }

    /// A mapped file with what `filler` writes.
    ///
    /// **Errors**: `FS-FILE-001` when the folder cannot be written or the disk is full.
    public static MemorySegment filled(Path folder, Arena arena, Filler filler)
            throws FactorscopeException {
        Path file = null;
        try {
            Files.createDirectories(folder);
            file = Files.createTempFile(folder, "factorscope-", ".part");
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                filler.fill(channel);
                return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
            }
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(folder, e);
        } finally {
            if (file != null) {
                remove(file);
            }
        }
    }

    /// Now, where a mapped file may be unlinked; else when the program ends.
    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
