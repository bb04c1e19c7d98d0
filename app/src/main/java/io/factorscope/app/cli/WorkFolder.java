package io.factorscope.app.cli;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A temporary folder that is removed at the end.
final class WorkFolder implements AutoCloseable {
    private final Path path;

    WorkFolder() throws FactorscopeException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            path = Files.createTempDirectory(temporary, "factorscope-");
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(temporary, e);
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws FactorscopeException {
        try {
            AtomicFiles.deleteTree(path);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(path, e);
        }
    }
}
