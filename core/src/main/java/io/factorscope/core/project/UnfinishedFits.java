package io.factorscope.core.project;

import io.factorscope.core.factorization.Checkpoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.FolderLock;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The work folders of analyses that run, and of those whose process ended before they did; each
/// named after what decides its result, so the same analysis finds its own.
///
/// **Threads**: any.
public final class UnfinishedFits {
    private static final String REQUEST = "request.json";
    private static final int NAME = 16;

    private final Path root;

    /// The work folders in `root`.
    public UnfinishedFits(Path root) {
        this.root = root;
    }

    /// What was asked for: a model's folder or name (empty: the embedded one), a data set's file
    /// (empty: the shipped one) or pasted text, and the analysis.
    public record Request(String model, String data, String pasted, AnalysisSpec spec) {}

    /// An analysis that never came to its end, after `iterations` of its fit.
    public record Item(Path folder, Request request, int iterations) {}

    /// A work folder that belongs to this process until it is closed.
    public static final class Work implements AutoCloseable {
        private final Path folder;
        private final FolderLock lock;
        private boolean needed;

        private Work(Path folder, FolderLock lock) {
            this.folder = folder;
            this.lock = lock;
        }

        /// Where the analysis may write.
        public Path folder() {
            return folder;
        }

        /// Keeps the folder when this is closed, so that the analysis can go on later.
        public void keep() {
            needed = true;
        }

        @Override
        public void close() throws FactorscopeException {
            lock.close();
            if (!needed) {
                delete(folder);
            }
        }
    }

    /// The work folder of an analysis; null where another process is at the same one.
    public @Nullable Work begin(Request request, String fingerprint) throws FactorscopeException {
        Path folder = root.resolve(fingerprint.substring(0, NAME));
        FolderLock lock = FolderLock.of(folder);
        if (lock == null) {
            return null;
        }
        try {
            Json.write(folder.resolve(REQUEST), request);
            return new Work(folder, lock);
        } catch (FactorscopeException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Those that no process is at; a folder that cannot be read is not among them.
    public List<Item> list() throws FactorscopeException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<Item> items = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                Item item = item(folder);
                if (item != null) {
                    items.add(item);
                }
            }
        } catch (IOException e) {
            throw Json.cannotRead(root, e);
        }
        return items;
    }

    private static @Nullable Item item(Path folder) throws FactorscopeException {
        FolderLock lock = FolderLock.of(folder);
        if (lock == null) {
            return null;
        }
        try (lock) {
            Request request = Json.read(folder.resolve(REQUEST), Request.class);
            int iterations = Checkpoint.iterations(folder.resolve(AnalysisRunner.FIT));
            return new Item(folder, request, iterations);
        } catch (FactorscopeException e) {
            System.getLogger(UnfinishedFits.class.getName())
                    .log(System.Logger.Level.WARNING, "not an unfinished fit: " + folder, e);
            return null;
        }
    }

    /// Forgets one and deletes its files.
    public void discard(Item item) throws FactorscopeException {
        delete(item.folder);
    }

    /// Deletes all that no process is at.
    public void clear(JobContext context) throws FactorscopeException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                context.checkCancelled();
                FolderLock lock = FolderLock.of(folder);
                if (lock != null) {
                    lock.close();
                    delete(folder);
                }
            }
        } catch (IOException e) {
            throw Json.cannotRead(root, e);
        }
    }

    private static void delete(Path folder) throws FactorscopeException {
        try {
            AtomicFiles.deleteTree(folder);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(folder, e);
        }
    }
}
