package io.factorscope.core.store;

import io.factorscope.core.job.FactorscopeException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Held by the one process that may write into a folder; gone with the process, however it ends.
public final class FolderLock implements AutoCloseable {
    /// The file that is locked.
    public static final String FILE = ".lock";

    private static final int TRIES = 20;
    private static final Duration WAIT = Duration.ofMillis(20);

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// The lock of a folder, which is made where there is none; null where another process, or
    /// another lock of this one, has it.
    ///
    /// **Errors**: `FS-FILE-001`.
    public static @Nullable FolderLock of(Path folder) throws FactorscopeException {
        Path file = folder.resolve(FILE);
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (hasLocked(channel)) {
                return new FolderLock(channel);
            }
        } catch (IOException e) {
            release(channel);
            throw AtomicFiles.cannotWrite(file, e);
        }
        release(channel);
        return null;
    }

    /// A lock of this process that is just being released is waited for.
    private static boolean hasLocked(FileChannel channel) throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                return channel.tryLock() != null;
            } catch (OverlappingFileLockException e) {
                LockSupport.parkNanos(WAIT.toNanos());
            }
        }
        return false;
    }

    private static void release(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            System.getLogger(FolderLock.class.getName())
                    .log(System.Logger.Level.DEBUG, "could not release a lock", e);
        }
    }

    @Override
    public void close() {
        release(channel);
    }
}
