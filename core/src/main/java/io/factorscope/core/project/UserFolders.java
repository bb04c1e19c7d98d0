package io.factorscope.core.project;

import java.nio.file.Path;
import java.util.Locale;

/// Where this user's settings and the program's own memory of past sessions are kept.
///
/// `-Dfactorscope.config` puts both into one folder.
public final class UserFolders {
    private static final String NAME = "factorscope";

    private UserFolders() {}

    /// The folder of the settings: `-Dfactorscope.config`, else the platform's folder for this
    /// user's configuration.
    public static Path config() {
        String chosen = System.getProperty("factorscope.config", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        if (onMac()) {
            return applicationSupport();
        }
        return onWindows()
                ? under("APPDATA", "AppData/Roaming").resolve(NAME)
                : under("XDG_CONFIG_HOME", ".config").resolve(NAME);
    }

    /// The folder of what a session leaves behind: the log, the window's place, recent analyses.
    public static Path state() {
        if (!System.getProperty("factorscope.config", "").isEmpty()) {
            return config().resolve("state");
        }
        if (onMac()) {
            return applicationSupport().resolve("state");
        }
        return onWindows()
                ? under("LOCALAPPDATA", "AppData/Local").resolve(NAME).resolve("state")
                : under("XDG_STATE_HOME", ".local/state").resolve(NAME);
    }

    /// A path as it may be shown to others: the user's home folder is `~`.
    public static String withoutName(Path path) {
        Path home = Path.of(System.getProperty("user.home")).toAbsolutePath().normalize();
        Path full = path.toAbsolutePath().normalize();
        return full.startsWith(home)
                ? "~/" + home.relativize(full).toString().replace('\\', '/')
                : full.toString();
    }

    private static Path under(String variable, String otherwise) {
        String base = System.getenv(variable);
        return base == null || base.isEmpty()
                ? Path.of(System.getProperty("user.home"), otherwise)
                : Path.of(base);
    }

    private static Path applicationSupport() {
        return Path.of(
                System.getProperty("user.home"), "Library", "Application Support", "Factorscope");
    }

    private static boolean onMac() {
        return os().contains("mac");
    }

    private static boolean onWindows() {
        return os().contains("win") && !onMac();
    }

    private static String os() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }
}
