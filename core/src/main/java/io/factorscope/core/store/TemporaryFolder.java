package io.factorscope.core.store;

import io.factorscope.core.job.FactorscopeException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder for files that nobody keeps, removed with all in it when this is closed.
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    /// A new folder.
    ///
    /// **Errors**: `FS-FILE-005` when none can be made.
    public TemporaryFolder() throws FactorscopeException {
        try {
            path = Files.createTempDirectory("factorscope-");
        } catch (IOException e) {
            throw new FactorscopeException(
                    "FS-FILE-005",
                    "Cannot make a temporary folder; free some space in "
                            + System.getProperty("java.io.tmpdir")
                            + ".",
                    e);
        }
    }

    /// Where it is.
    public Path path() {
        return path;
    }

    /// A file in it, or a folder.
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /// Removes it. What cannot be removed is logged: the work it was for is done all the same.
    @Override
    public void close() {
        try {
            AtomicFiles.deleteTree(path);
        } catch (IOException e) {
            System.getLogger(TemporaryFolder.class.getName())
                    .log(System.Logger.Level.WARNING, "could not remove " + path, e);
        }
    }
}
