package io.factorscope.core.tensor;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The one folder where unpacked native libraries go; it may be deleted at any time.
public final class CacheFolder {
    /// What the engine has loaded libraries from, as long as it runs.
    private static final List<String> IN_USE = List.of("pytorch", "tokenizers", "gpu.json");

    private CacheFolder() {}

    /// `-Dfactorscope.cache`, else the platform's cache folder for this user.
    public static Path path() {
        String chosen = System.getProperty("factorscope.cache", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        String home = System.getProperty("user.home");
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return Path.of(home, "Library", "Caches", "Factorscope");
        }
        String base = System.getenv(os.contains("win") ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        return base == null || base.isEmpty()
                ? Path.of(home, ".cache", "factorscope")
                : Path.of(base, "factorscope");
    }

    /// Tells the engine and its tokenizers to unpack here and to contact nobody; to be called
    /// before the first use of either. Without it DJL reports usage and asks a cloud metadata
    /// address.
    public static void prepare() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        String cache = path().toString();
        System.setProperty("DJL_CACHE_DIR", cache);
        System.setProperty("ENGINE_CACHE_DIR", cache);
    }

    /// How many bytes a folder and all in it take; 0 where there is none.
    public static long bytes(Path folder) throws FactorscopeException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            long total = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                total += Files.size(file);
            }
            return total;
        } catch (IOException e) {
            throw Json.cannotRead(folder, e);
        }
    }

    /// Empties a cache folder and returns how many bytes stayed: the libraries of a running engine,
    /// and whatever holds or leads to one of the `protectedFolders` (models a person put there).
    ///
    /// **Errors**: `FS-CACHE-001` when something cannot be deleted.
    public static long clear(
            Path folder, boolean engineRuns, List<Path> protectedFolders, JobContext context)
            throws FactorscopeException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                context.checkCancelled();
                boolean inUse = engineRuns && IN_USE.contains(String.valueOf(entry.getFileName()));
                if (!inUse && !touches(entry, protectedFolders)) {
                    AtomicFiles.deleteTree(entry);
                }
            }
        } catch (IOException e) {
            throw new FactorscopeException(
                    "FS-CACHE-001",
                    "Not everything in "
                            + folder
                            + " could be deleted ("
                            + e.getMessage()
                            + "). Close other windows of Factorscope and try again.",
                    e);
        }
        return bytes(folder);
    }

    private static boolean touches(Path entry, List<Path> folders) {
        Path full = entry.toAbsolutePath().normalize();
        return folders.stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .anyMatch(folder -> folder.startsWith(full) || full.startsWith(folder));
    }
}
