package io.factorscope.core.tensor;

import java.nio.file.Path;
import java.util.Locale;

/// The one folder where unpacked native libraries go; it may be deleted at any time.
public final class CacheFolder {
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
}
